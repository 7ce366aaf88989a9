"""Whatever happens has one exit code, and the worst one wins."""

import errno
import itertools
import signal

import click
import pytest

from secaudit.cli import endings, exit_codes
from secaudit.errors import InputError, OutputError, PolicyError, Problem, SecauditError

PROBLEM = Problem("a.yaml", 3, 5, "is wrong", "make it right")


class UnreadableError(InputError):
    """A kind of error that is not invented yet."""


@pytest.fixture(autouse=True)
def signals():
    """The handlers as they were."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture(autouse=True)
def _loud(monkeypatch):
    monkeypatch.setattr(endings.console, "silence", lambda _stream: None)


ENDINGS = [
    (click.exceptions.Exit(0), 0, ""),
    (click.exceptions.Exit(2), 2, ""),
    (click.UsageError("no such thing"), 2, "error: no such thing"),
    (click.BadParameter("no such thing"), 2, "no such thing"),
    (PolicyError([PROBLEM]), 2, "error: a.yaml:3:5: is wrong\n  help: make it right\nno audit"),
    (InputError([PROBLEM]), 3, "the inventory cannot be read"),
    (UnreadableError([PROBLEM]), 3, "the inventory cannot be read"),
    (OutputError([PROBLEM]), 4, "no report was written"),
    (SecauditError([PROBLEM]), 4, "nothing was done"),
    (OSError(errno.ENOSPC, "No space left on device"), 4, "error: could not write: No space left on device\n"),
    (PermissionError(errno.EACCES, "Permission denied", "rules"), 4, "error: rules: Permission denied\n"),
    (BrokenPipeError(errno.EPIPE, "Broken pipe"), 4, ""),
    (KeyboardInterrupt(), 130, "interrupted"),
    (click.Abort(), 130, "interrupted"),
    (endings._Terminated(), 143, "terminated"),
    (SystemExit(0), 4, "this is a bug in secaudit"),
    (ZeroDivisionError("x\x1b[2Jy"), 4, "this is a bug in secaudit: ZeroDivisionError: x\\x1b[2Jy"),
    (RecursionError(), 4, "bug"),
    (MemoryError(), 4, "bug"),
    (GeneratorExit(), 4, "bug"),
]


@pytest.mark.parametrize(
    ("error", "code", "told"),
    ENDINGS,
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_every_ending_has_its_code_and_its_words(error, code, told, capsys):
    assert endings.explain(error) == code

    seen = capsys.readouterr()
    assert told in seen.err
    assert bool(told) == bool(seen.err)
    assert seen.out == ""


@pytest.mark.parametrize(("error", "code", "_told"), ENDINGS)
def test_nobody_listening_changes_no_code(error, code, _told, monkeypatch):
    def broken(*_, **__):
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(endings, "_tell", broken)

    assert endings.explain(error) == code


def test_a_second_signal_ends_us_at_once(capsys):
    endings.catch_signals()

    endings.explain(KeyboardInterrupt())

    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == [signal.SIG_DFL] * 2


def test_a_long_list_of_problems_is_cut_and_counted(capsys):
    endings.explain(InputError(Problem("a.yaml", line, 1, "is wrong") for line in range(1, 251)))

    seen = capsys.readouterr().err.splitlines()
    assert len(seen) == 102
    assert seen[-2] == "error: and 150 more"


def test_the_worst_code_wins():
    order = [exit_codes.OK, exit_codes.FINDINGS, exit_codes.INCOMPLETE, exit_codes.USAGE, exit_codes.FAULT]

    for one, other in itertools.product(order, repeat=2):
        assert exit_codes.worst(one, other) == max(one, other, key=order.index)
