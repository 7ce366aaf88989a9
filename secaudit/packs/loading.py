"""A pack is a folder: `pack.yaml`, its levels table, and one file a rule."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

from secaudit.documents import Document, FileEntry, read, walk
from secaudit.errors import PolicyError, Problem, SecauditError
from secaudit.findings.report import PackCard
from secaudit.findings.words import Words
from secaudit.levels import Table, read_table
from secaudit.packs.binding import bind, is_in_force
from secaudit.policy import CheckFactory, Rule, Vocabularies

Parameters = Mapping[str, str | int]
_PACK = "pack.yaml"


class Rulebook(Struct, frozen=True, kw_only=True):
    """Everything an audit asks: the rules of all packs in force, their cards, and the criteria of levels."""

    rules: tuple[Rule, ...]
    packs: tuple[PackCard, ...]
    table: Table
    parameters: dict[str, str | int]


def shipped() -> tuple[Path, ...]:
    """The folders of the packs that come with secaudit, in a checkout or in a wheel."""
    inside = Path(__file__).parent / "shipped"
    root = inside if inside.is_dir() else Path(__file__).parents[2] / "rules"
    return tuple(sorted(folder for folder in root.iterdir() if (folder / _PACK).is_file()))


def load(
    folders: Sequence[Path],
    checks: Mapping[str, CheckFactory],
    *,
    as_of: str,
    parameters: Parameters | None = None,
    in_force_only: bool = True,
) -> Rulebook:
    """Load packs for a day. Raises PolicyError with all that is wrong, before anything is audited.

    Without `in_force_only` the packs are taken whether or not they are in force (for their examples).
    """
    packs = [_Pack(folder) for folder in folders]
    chosen = [pack for pack in packs if not in_force_only or is_in_force(pack.content, as_of)]
    if not chosen:
        raise PolicyError([_none_in_force(packs, as_of)])
    values = _parameters(chosen, parameters or {})
    tables = [table for pack in chosen if (table := pack.table()) is not None]
    if not tables:
        raise PolicyError([Problem(chosen[0].name, 0, 0, "no pack in force has a table of levels", "")])
    vocabularies = Vocabularies(as_of, values, tables[0])
    rules: list[Rule] = []
    problems: list[Problem] = []
    for pack in chosen:
        found, wrong = pack.rules(checks, vocabularies, as_of)
        rules += found
        problems += wrong
    problems += _twice(rules)
    if problems:
        raise PolicyError(problems)
    return Rulebook(
        rules=tuple(sorted(rules, key=lambda rule: rule.card.id)),
        packs=tuple(pack.card(rules) for pack in chosen),
        table=tables[0],
        parameters=dict(values),
    )


class _Pack:
    """One folder, read whole."""

    def __init__(self, folder: Path) -> None:
        found = walk([folder], base=folder.parent)
        if found.skipped:
            raise PolicyError(Problem(skip.name, 0, 0, skip.message, "") for skip in found.skipped)
        self._files = {Path(entry.name).name: entry for entry in found.files}
        self.name = folder.name
        if _PACK not in self._files:
            raise PolicyError(
                [Problem(self.name, 0, 0, "this folder has no pack.yaml", "name a folder with a rule pack")]
            )
        self._digest = sha256()
        self._document = self._read(self._files[_PACK], "pack")
        self.content: Mapping[str, Any] = self._document.content

    def table(self) -> Table | None:
        name = self.content.get("levels")
        if name is None:
            return None
        if name not in self._files:
            line, column = self._document.text.position(("levels",))
            raise PolicyError(
                [Problem(self._document.text.name, line, column, f"there is no {name!r} in this pack", "")]
            )
        return read_table(self._read(self._files[name], "levels"))

    def rules(
        self, checks: Mapping[str, CheckFactory], vocabularies: Vocabularies, as_of: str
    ) -> tuple[list[Rule], list[Problem]]:
        rules: list[Rule] = []
        problems: list[Problem] = []
        for name, entry in sorted(self._files.items()):
            if name in (_PACK, self.content.get("levels")):
                continue
            try:
                document = self._read(entry, "rule")
                if document.content.get("retired"):
                    continue
                problems += _misnamed(document, name)
                rules.append(bind(document, self.content["id"], checks, vocabularies, as_of))
            except SecauditError as error:
                problems += error.problems
        return rules, problems

    def _read(self, entry: FileEntry, schema: str) -> Document:
        try:
            document = read(entry, schema)
        except SecauditError as error:
            raise PolicyError(error.problems) from error
        self._digest.update(f"{document.text.name}\0{document.text.digest}\n".encode())
        return document

    def card(self, rules: Iterable[Rule]) -> PackCard:
        return PackCard(
            id=self.content["id"], version=str(self.content["version"]), title=Words(**self.content["title"]),
            digest=self._digest.hexdigest(), rules=sum(rule.card.pack == self.content["id"] for rule in rules),
        )  # fmt: skip


def _misnamed(document: Document, name: str) -> list[Problem]:
    wanted = f"{document.content['id']}-{document.content['name']}.yaml"
    if name == wanted:
        return []
    line, column = document.text.position(("id",))
    return [Problem(document.text.name, line, column, f"the file must be called {wanted!r}", "")]


def _twice(rules: Sequence[Rule]) -> list[Problem]:
    first: dict[str, Rule] = {}
    problems = []
    for rule in rules:
        known = first.setdefault(rule.card.id, rule)
        if known is not rule:
            source = rule.card.source
            message = f"rule {rule.card.id} is already in {known.card.source}"
            problems.append(Problem(source.file, source.line, source.column, message, ""))
    return problems


def _none_in_force(packs: Sequence[_Pack], as_of: str) -> Problem:
    spans = ", ".join(
        f"{pack.content['id']} from {pack.content['in_force']['from']}"
        for pack in packs
        if pack.content.get("in_force")
    )
    return Problem("rules", 0, 0, f"no rule pack is in force on {as_of}", f"there are: {spans}" if spans else "")


def _parameters(packs: Sequence[_Pack], given: Parameters) -> dict[str, str | int]:
    declared = {name: spec for pack in packs for name, spec in (pack.content.get("parameters") or {}).items()}
    problems = [
        Problem(
            "parameters",
            0,
            0,
            f"{name!r} is not a parameter of the packs in force",
            f"there are: {', '.join(sorted(declared))}",
        )
        for name in given
        if name not in declared
    ]
    values = {name: given.get(name, spec["default"]) for name, spec in declared.items()}
    problems += [problem for name, value in values.items() if (problem := _out_of_bounds(name, value, declared[name]))]
    if problems:
        raise PolicyError(problems)
    return values


def _out_of_bounds(name: str, value: str | int, spec: Mapping[str, Any]) -> Problem | None:
    if spec["type"] == "int" and not isinstance(value, int):
        return Problem("parameters", 0, 0, f"{name} is {value!r}, but it must be a whole number", "")
    if isinstance(value, int) and not spec.get("minimum", value) <= value <= spec.get("maximum", value):
        return Problem(
            "parameters",
            0,
            0,
            f"{name} is {value}, but it must lie from {spec.get('minimum')} to {spec.get('maximum')}",
            "",
        )
    return None
