"""For whom reports are: several editions of one run, and into which files they go."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from secaudit.cli import hints

if TYPE_CHECKING:
    from secaudit.editions import Choice

PLACE = "{edition}"
_KINDS = ("full", "unit:ID", "statistics")
_CEILINGS = ("level=N", "secrecy=S")
_SECRECIES = ("none", "mat", "toi_mat", "tuyet_mat")
_HIGHEST = 5
_NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked to see: `full`, `statistics` or `unit:ID`, below a ceiling."""

    name: str = "full"
    level: int | None = None
    secrecy: str | None = None

    @property
    def slug(self) -> str:
        """The edition as a part of a file name."""
        return _NOT_IN_A_FILE_NAME.sub("-", self.name)

    def choice(self) -> "Choice":
        """The same for the room that makes editions."""
        from secaudit.editions import Choice  # noqa: PLC0415  (heavy)

        kind, _, unit = self.name.partition(":")
        return Choice(unit=unit or None, statistics=kind == "statistics", level=self.level, secrecy=self.secrecy)


def _editions(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        kind, colon, unit = value.partition(":")
        if value not in {"full", "statistics"} and not (kind == "unit" and colon and unit):
            raise click.BadParameter(
                f"there is no edition {value!r} among {', '.join(_KINDS)}{hints.near(value, ('full', 'statistics'))}"
            )
    return tuple(dict.fromkeys(values))


def _ceiling(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        name, equals, text = value.partition("=")
        allowed = {"level": [str(level) for level in range(_HIGHEST + 1)], "secrecy": _SECRECIES}.get(name, ())
        if not equals or text not in allowed:
            told = ", ".join(allowed) if allowed else " or ".join(_CEILINGS)
            raise click.BadParameter(f"{value!r} is no ceiling; there is {told}")
        if name in found:
            raise click.BadParameter(f"{name} is given twice")
        found[name] = text
    return found


def option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--edition` and `--ceiling`."""
    command = click.option(
        "--ceiling", multiple=True, callback=_ceiling, metavar="level=N|secrecy=S",
        help="Name nothing above a level (0 to 5) or a secrecy (none, mat, toi_mat, tuyet_mat), nor what does not declare it.",
    )(command)  # fmt: skip
    return click.option(
        "--edition", "editions", multiple=True, callback=_editions, metavar="EDITION",
        help="For whom the reports are: full, unit:ID (all others get numbers for names) or statistics; repeatable, "
        "with {edition} in the names of the files: html=out/{edition}.html.",
    )(command)  # fmt: skip


def asked(editions: Sequence[str], ceiling: dict[str, str]) -> tuple[Asked, ...]:
    """The editions that were asked for, one at least."""
    level = ceiling.get("level")
    return tuple(
        Asked(name, None if level is None else int(level), ceiling.get("secrecy")) for name in editions or ("full",)
    )


def placed(file: str, edition: Asked, among: int) -> str:
    """The file of an edition. Raises UsageError if several editions were to go into one file."""
    if among > 1 and PLACE not in file:
        raise click.UsageError(f"{among} editions cannot go to {file!r}; write {PLACE} where their names differ")
    return file.replace(PLACE, edition.slug)
