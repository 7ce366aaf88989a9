"""One pack as it lies in its folder: what was read of it, and what is in its files."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from secaudit.documents import Document, FileEntry, check, parse, read, walk
from secaudit.errors import PolicyError, Problem, SecauditError
from secaudit.findings.report import PackCard
from secaudit.findings.words import Words
from secaudit.levels import Table, read_table
from secaudit.policy import Rule

PACK = "pack.yaml"
CITATIONS = "citations.yaml"
CONTROLS = "controls.yaml"


class Folder:
    """A pack. What is read of it is in its digest; nothing is read twice, and nothing that is not asked for."""

    def __init__(self, path: Path, *, leave: str = "") -> None:
        """Find the files and read `pack.yaml`. Raises PolicyError if something is there that cannot be read.

        `leave` is a key of rules that need not be read where it comes last.
        """
        self._leave = leave
        found = walk([path], base=path.parent)
        if found.skipped:
            raise PolicyError(Problem(skip.name, 0, 0, skip.message, "") for skip in found.skipped)
        self.name = path.name
        self._files = _by_name(found.files)
        if PACK not in self._files:
            raise PolicyError(
                [Problem(self.name, 0, 0, "this folder has no pack.yaml", "name a folder with a rule pack")]
            )
        self._digest = sha256()
        self.document = self._read(PACK, "pack")
        self.content: Mapping[str, Any] = self.document.content
        self.id: str = self.content["id"]

    def table(self) -> Table | None:
        """The criteria of the levels, if the pack has them."""
        document = self.levels()
        return None if document is None else read_table(document)

    def levels(self) -> Document | None:
        """The criteria of the levels as they were written, if the pack has them."""
        name = self.content.get("levels")
        if name is None:
            return None
        if name not in self._files:
            raise PolicyError([self.document.problem(("levels",), f"there is no {name!r} in this pack")])
        return self._read(name, "levels")

    def citations(self) -> Document | None:
        """What the pack adds to the citations of rules that are already there, if it does."""
        return self._read(CITATIONS, "citations") if CITATIONS in self._files else None

    def controls(self) -> Document | None:
        """The controls that the levels require, if the pack has a catalogue of them."""
        return self._read(CONTROLS, "controls") if CONTROLS in self._files else None

    def rules(self) -> Iterator[str]:
        """The names of the files that are rules, in their order."""
        apart = {PACK, CITATIONS, CONTROLS, self.content.get("levels")}
        return (name for name in sorted(self._files) if name not in apart)

    def rule_ids(self) -> frozenset[str]:
        """The ids that the names of the files tell: everything before a hyphen."""
        parted = (name.split("-") for name in self.rules())
        return frozenset("-".join(parts[:end]) for parts in parted for end in range(1, len(parts)))

    def written(self, name: str) -> Document:
        """A rule as it was written, under no schema yet. Raises PolicyError."""
        try:
            return self.count(self._parsed(name))
        except SecauditError as error:
            raise PolicyError(error.problems) from error

    def named(self, rule_id: str) -> Document | None:
        """The rule with an id as it was written; None if there is none. It is not counted in the digest."""
        for name in self.rules():
            if name.startswith(f"{rule_id}-"):
                try:
                    document = self._parsed(name)
                except SecauditError as error:
                    raise PolicyError(error.problems) from error
                if document.content.get("id") == rule_id:
                    return document
        return None

    def _parsed(self, name: str) -> Document:
        return parse(self._files[name].name, self._files[name].read(), leave=self._leave)

    def count(self, document: Document) -> Document:
        """Count what was read in the digest of the pack."""
        self._digest.update(f"{document.text.name}\0{document.text.digest}\n".encode())
        return document

    def _read(self, name: str, schema: str) -> Document:
        try:
            return self.count(read(self._files[name], schema))
        except SecauditError as error:
            raise PolicyError(error.problems) from error

    def card(self, rules: Iterable[Rule]) -> PackCard:
        """What a report says of the pack; after everything of it was read."""
        return PackCard(
            id=self.id, version=str(self.content["version"]), title=Words(**self.content["title"]),
            digest=self._digest.hexdigest(), rules=sum(rule.card.pack == self.id for rule in rules),
        )  # fmt: skip


def _by_name(entries: Iterable[FileEntry]) -> dict[str, FileEntry]:
    """The files by their names without folders, which must tell them apart."""
    files: dict[str, FileEntry] = {}
    for entry in entries:
        known = files.setdefault(Path(entry.name).name, entry)
        if known is not entry:
            told = f"has the same name as {known.name}; the files of a pack must be told apart by their names"
            raise PolicyError([Problem(entry.name, 0, 0, told, "")])
    return files


def valid(document: Document, schema: str) -> Document:
    """A document that its schema allows. Raises PolicyError."""
    try:
        check(document, schema)
    except SecauditError as error:
        raise PolicyError(error.problems) from error
    return document
