"""A progress bar is for a person who waits; nobody else sees one."""

import io

import pytest

from secaudit.cli import progress


class Stream(io.StringIO):
    def __init__(self, *, terminal):
        super().__init__()
        self._terminal = terminal

    def isatty(self):
        return self._terminal


@pytest.fixture
def seen(monkeypatch):
    """Runs some work under a bar and gives what was written to standard error."""

    def work(*, terminal=True, wanted=True, patience=0, **env):
        stream = Stream(terminal=terminal)
        monkeypatch.setattr("sys.stderr", stream)
        monkeypatch.setattr(progress, "_PATIENCE", patience)
        monkeypatch.delenv("CI", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        with progress.progress(wanted=wanted) as tell:
            for done in range(3):
                if tell is not None:
                    tell(done, 3)
        return stream.getvalue()

    return work


def test_a_person_who_waits_sees_a_bar(seen):
    assert "reading" in seen()


@pytest.mark.parametrize(
    "circumstances",
    [{"terminal": False}, {"wanted": False}, {"CI": "true"}, {"patience": 3600}],
    ids=["in a pipe", "not wanted", "in CI", "for short work"],
)
def test_nobody_else_does(seen, circumstances):
    assert seen(**circumstances) == ""
