"""Files are found and read without being led anywhere by what is in the folder."""

import os
import pickle
import socket
import tracemalloc
from pathlib import Path

import pytest

from secaudit.documents import FileEntry, Skip, Walk, files, read, walk
from secaudit.documents.reader import MAX_BYTES
from secaudit.errors import InputError

SMALLEST = b"secaudit: 1\n"


def make(base: Path, *names: str) -> None:
    for name in names:
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SMALLEST)


def names(walked: Walk) -> list[str]:
    return [entry.name for entry in walked.files]


def reasons(walked: Walk) -> dict[str, str]:
    return {skip.name: skip.reason for skip in walked.skipped}


def message(entry: FileEntry) -> str:
    with pytest.raises(InputError) as caught:
        entry.read()
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (entry.name, 0)
    return problem.message


def test_yaml_files_are_found_in_the_order_of_their_bytes(tmp_path: Path) -> None:
    make(
        tmp_path,
        "inv/b.yaml",
        "inv/a/z.yml",
        "inv/a.yaml",
        "inv/Z.YAML",
        "inv/note.txt",
        "inv/é.yaml",
        "inv/ab.yaml",
    )
    walked = walk([tmp_path / "inv"], base=tmp_path)
    assert names(walked) == [
        "inv/Z.YAML",
        "inv/a.yaml",
        "inv/a/z.yml",
        "inv/ab.yaml",
        "inv/b.yaml",
        "inv/é.yaml",
    ]
    assert walked.skipped == ()
    assert walked.files[0].size == len(SMALLEST)


def test_names_are_relative_to_the_base_and_say_nothing_of_the_machine(tmp_path: Path) -> None:
    make(tmp_path, "a.yaml")
    walked = walk([tmp_path], base=tmp_path)
    assert names(walked) == ["a.yaml"]
    assert str(tmp_path) not in repr(walked)


def test_a_file_may_be_given_and_then_its_suffix_does_not_matter(tmp_path: Path) -> None:
    make(tmp_path, "inventory.txt", ".hidden.yaml")
    walked = walk([tmp_path / "inventory.txt", tmp_path / ".hidden.yaml"], base=tmp_path)
    assert names(walked) == [".hidden.yaml", "inventory.txt"]


def test_roots_inside_each_other_give_every_file_once(tmp_path: Path) -> None:
    make(tmp_path, "a/b.yaml")
    assert names(walk([tmp_path, tmp_path / "a", tmp_path / "a/b.yaml"], base=tmp_path)) == ["a/b.yaml"]


def test_relative_roots_need_no_absolute_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a/b.yaml")
    monkeypatch.chdir(tmp_path)
    walked = walk([Path("a")], base=Path())
    assert names(walked) == ["a/b.yaml"]
    assert walked.files[0].read() == SMALLEST


def test_folders_of_tools_are_passed_by_and_hidden_files_are_told(tmp_path: Path) -> None:
    make(tmp_path, ".git/a.yaml", ".github/b.yaml", ".c.yaml", "d.yaml")
    walked = walk([tmp_path], base=tmp_path)
    assert names(walked) == ["d.yaml"]
    assert reasons(walked) == {".c.yaml": "hidden"}


def test_no_link_is_followed(tmp_path: Path) -> None:
    make(tmp_path, "inv/a.yaml", "outside/b.yaml")
    inv = tmp_path / "inv"
    (inv / "passwd.yaml").symlink_to("/etc/passwd")
    (inv / "nowhere.yaml").symlink_to("nowhere")
    (inv / "loop").symlink_to(".")
    (inv / "linked").symlink_to("../outside")
    (inv / "readme").symlink_to("a.yaml")
    walked = walk([inv], base=tmp_path)
    assert names(walked) == ["inv/a.yaml"]
    links = ["inv/linked", "inv/loop", "inv/nowhere.yaml", "inv/passwd.yaml"]
    assert reasons(walked) == dict.fromkeys(links, "symlink")


def test_pipes_sockets_and_folders_named_like_files_do_not_stop_us(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    make(tmp_path, "folder.yaml/a.yaml")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(os.path.relpath(tmp_path / "socket.yaml"))
        walked = walk([tmp_path], base=tmp_path)
    assert names(walked) == ["folder.yaml/a.yaml"]
    assert reasons(walked) == {"pipe.yaml": "special_file", "socket.yaml": "special_file"}


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "large.yaml")
    os.truncate(tmp_path / "large.yaml", 50_000_000)
    monkeypatch.setattr(FileEntry, "read", None)
    walked = walk([tmp_path], base=tmp_path)
    assert walked.files == ()
    (skip,) = walked.skipped
    assert skip == Skip("large.yaml", "too_large", "the file has 50,000,000 bytes; at most 20,000,000 are read")


def test_a_file_that_grows_is_not_read_to_its_end(tmp_path: Path) -> None:
    make(tmp_path, "a.yaml")
    (entry,) = walk([tmp_path], base=tmp_path).files
    os.truncate(tmp_path / "a.yaml", 200_000_000)
    tracemalloc.start()
    assert "at most 20,000,000" in message(entry)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


def test_names_that_cannot_be_shown_are_told_in_escapes(tmp_path: Path) -> None:
    make(tmp_path, "fine.yaml", "line\nbreak.yaml", "right\u202eleft/a.yaml")
    (tmp_path / os.fsdecode(b"latin-\xe9.yaml")).write_bytes(SMALLEST)
    walked = walk([tmp_path], base=tmp_path)
    assert names(walked) == ["fine.yaml"]
    shown = ["latin-\\xe9.yaml", "line\\u000abreak.yaml", "right\\u202eleft"]
    assert reasons(walked) == dict.fromkeys(shown, "unprintable_name")


def test_names_that_are_one_on_other_systems_are_all_refused(tmp_path: Path) -> None:
    make(tmp_path, "a/x.yaml", "A/x.yaml", "te\u0302n.yaml", "t\u00ean.yaml", "b.yaml")
    walked = walk([tmp_path], base=tmp_path)
    assert names(walked) == ["b.yaml"]
    assert set(reasons(walked).values()) == {"case_clash"}
    assert len(walked.skipped) == 4


def test_a_folder_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.yaml", "closed/b.yaml")
    really = os.open

    def refuse(path: str, *arguments: int, **keywords: int) -> int:
        if path == "closed":
            raise PermissionError(13, "Permission denied")
        return really(path, *arguments, **keywords)

    monkeypatch.setattr(os, "open", refuse)
    walked = walk([tmp_path], base=tmp_path)
    assert names(walked) == ["a.yaml"]
    assert walked.skipped == (Skip("closed", "unreadable", "this cannot be read: Permission denied"),)


@pytest.mark.parametrize("root", ["absent", "absent/a.yaml", "linked/b.yaml", "file/x"])
def test_a_root_that_is_not_there_is_a_problem(tmp_path: Path, root: str) -> None:
    make(tmp_path, "outside/b.yaml", "file")
    (tmp_path / "linked").symlink_to("outside")
    with pytest.raises(InputError) as caught:
        walk([tmp_path / root], base=tmp_path)
    assert caught.value.problems[0].file == root


def test_a_root_outside_the_base_is_a_problem(tmp_path: Path) -> None:
    make(tmp_path, "a.yaml", "base/b.yaml")
    with pytest.raises(InputError, match="leads out of the folder"):
        walk([tmp_path / "base" / ".." / "a.yaml"], base=tmp_path / "base")


@pytest.mark.parametrize("name", ["../a.yaml", "sub/../../a.yaml", "/etc/passwd", "./a.yaml", "", "sub//a.yaml"])
def test_an_entry_cannot_be_made_to_climb(tmp_path: Path, name: str) -> None:
    make(tmp_path, "a.yaml", "base/sub/a.yaml")
    with pytest.raises(InputError):
        FileEntry(name, 0, tmp_path / "base").read()


def test_what_changes_between_finding_and_reading_is_noticed(tmp_path: Path) -> None:
    make(tmp_path, "a.yaml", "b.yaml", "c.yaml", "d.yaml", "e/f.yaml")
    a, b, c, d, f = walk([tmp_path], base=tmp_path).files
    (tmp_path / "a.yaml").unlink()
    assert message(a) == "there is no such file or folder"
    (tmp_path / "b.yaml").unlink()
    (tmp_path / "b.yaml").symlink_to("/etc/passwd")
    assert "symbolic link" in message(b)
    (tmp_path / "c.yaml").unlink()
    os.mkfifo(tmp_path / "c.yaml")
    assert message(c) == "this is not a regular file"
    os.truncate(tmp_path / "d.yaml", MAX_BYTES + 1)
    assert "at most 20,000,000" in message(d)
    (tmp_path / "e").rename(tmp_path / "g")
    (tmp_path / "e").symlink_to("g")
    assert "symbolic link" in message(f)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="descriptors are counted in /proc")
def test_reading_gives_back_every_descriptor(tmp_path: Path) -> None:
    make(tmp_path, "a/b/c.yaml")
    (entry,) = walk([tmp_path], base=tmp_path).files
    descriptors = Path("/proc/self/fd")
    before = len(list(descriptors.iterdir()))
    for _ in range(5):
        entry.read()
        message(FileEntry("a/x/c.yaml", 0, tmp_path))
    assert len(list(descriptors.iterdir())) == before


def test_an_entry_can_be_sent_to_another_process(tmp_path: Path) -> None:
    make(tmp_path, "a.yaml")
    (entry,) = walk([tmp_path], base=tmp_path).files
    document = pickle.loads(pickle.dumps(read(entry, "inventory")))
    assert pickle.loads(pickle.dumps(entry)) == entry
    assert (document.content, document.content.line) == ({"secaudit": 1}, 1)


def test_a_path_is_shown_by_its_last_component(tmp_path: Path) -> None:
    make(tmp_path, "a.yaml")
    assert read(tmp_path / "a.yaml", "inventory").text.name == "a.yaml"
    with pytest.raises(InputError) as caught:
        read(tmp_path / "b.yaml", "inventory")
    assert caught.value.problems[0].file == "b.yaml"


def test_other_errors_keep_their_reason() -> None:
    assert files.why(OSError(5, "Input/output error")) == "this cannot be read: Input/output error"


def test_a_name_that_is_nearly_that_of_a_file_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "units").mkdir()
    (tmp_path / "units" / "north.yaml").write_text("secaudit: 1", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        walk([tmp_path / "units" / "north.yml"], base=tmp_path)
    with pytest.raises(InputError) as elsewhere:
        walk([tmp_path / "south" / "north.yml"], base=tmp_path)

    assert caught.value.problems[0].help == "did you mean units/north.yaml?"
    assert elsewhere.value.problems[0].help == "check the path that was given"
