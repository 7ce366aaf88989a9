"""Which packs an audit uses: those that are named, and the shipped ones of the day."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from secaudit.errors import PolicyError, Problem
from secaudit.packs.binding import is_in_force
from secaudit.packs.examples import EXAMPLES
from secaudit.packs.folder import PACK, Folder


def shelf() -> Path:
    """The folder of everything that comes with secaudit as data: packs, instruments, glossary."""
    inside = Path(__file__).parent / "shipped"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "rules"


def shipped() -> tuple[Path, ...]:
    """The folders of the packs that come with secaudit, in a checkout or in a wheel; each is called by its id."""
    return tuple(sorted(folder for folder in shelf().iterdir() if (folder / PACK).is_file()))


class Selection:
    """The packs of one audit, shipped ones first, and any other pack that a rule inherits from."""

    def __init__(self, folders: Sequence[Path], as_of: str, *, in_force_only: bool = True) -> None:
        """Choose. Raises PolicyError if a pack that is named is not in force, or no pack has criteria of levels.

        A pack that has criteria (`levels`) takes the place of the shipped packs; one that has none is added to them.
        """
        self.in_force_only = in_force_only
        self._named = [Folder(folder) for folder in folders]
        self._considered = [*self._named]
        self._shipped = cache(self._open)
        late = [folder for folder in self._named if in_force_only and not is_in_force(folder.content, as_of)]
        if late:
            raise PolicyError(_not_in_force(folder, as_of) for folder in late)
        replaced = any("levels" in folder.content for folder in self._named)
        self.packs = [*([] if replaced else self._of_the_day(as_of)), *self._named]

    @property
    def considered(self) -> tuple[Folder, ...]:
        """Every pack that this audit uses, or would on another day."""
        return tuple(self._considered)

    def pack(self, name: str) -> Folder | None:
        """A pack by its id, named or shipped; None if there is none."""
        named = {folder.id: folder for folder in self._named}
        return named.get(name) or self._shipped(name)

    def all_rule_ids(self) -> frozenset[str]:
        """The ids of the rules of all packs that are named or shipped."""
        everything = [*self._named, *(found for path in shipped() if (found := self._shipped(path.name)))]
        return frozenset().union(*(folder.rule_ids() for folder in everything))

    def _open(self, name: str) -> Folder | None:
        # Our tests have held the examples against the schema, and have run them.
        return next((Folder(path, leave=EXAMPLES) for path in shipped() if path.name == name), None)

    def _of_the_day(self, as_of: str) -> list[Folder]:
        """The shipped packs that an audit on a day uses without being asked to."""
        named = {folder.id for folder in self._named}
        usual = [folder for path in shipped() if (folder := self._shipped(path.name)) and _is_usual(folder)]
        self._considered += usual
        today = [folder for folder in usual if is_in_force(folder.content, as_of)]
        if not any("levels" in folder.content for folder in today):
            spans = ", ".join(f"{folder.id} {_span(folder)}" for folder in usual)
            told = f"no rule pack is in force on {as_of}"
            raise PolicyError([Problem("rules", 0, 0, told, f"there are: {spans}" if spans else "")])
        return [folder for folder in today if folder.id not in named]


def _is_usual(folder: Folder) -> bool:
    return not folder.content.get("optional", False)


def _not_in_force(folder: Folder, as_of: str) -> Problem:
    told = f"pack {folder.id} is not in force on {as_of}"
    return folder.document.problem(("in_force",), told, f"it is {_span(folder)}; --as-of names the day of the audit")


def _span(folder: Folder) -> str:
    """`from 2026-08-19`, `until 2026-08-18`, or both."""
    span = folder.content.get("in_force", {})
    return " ".join(f"{word} {span[word]}" for word in ("from", "until") if word in span) or "always in force"
