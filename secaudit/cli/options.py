"""Options that several commands share, and how they become a request."""

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secaudit.cli import hints

if TYPE_CHECKING:
    from secaudit.pipeline import Request

Command = Callable[..., Any]
SEVERITIES = ("info", "low", "medium", "high", "critical")
_VIETNAM = timezone(timedelta(hours=7))
_NOT_A_DAY = "{!r} is not a date; write it as YYYY-MM-DD, such as 2026-11-22"

inventories = click.argument(
    "inventories", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="INVENTORY..."
)


def packs(_context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> tuple[Path, ...]:
    """The folders of rule packs, named by themselves or by the id of a pack that is shipped, which goes first."""
    if not values:
        return ()
    from secaudit.packs import shipped  # noqa: PLC0415  (heavy)

    known = {folder.name: folder for folder in shipped()}
    for value in values:
        if value not in known and not os.path.isdir(value):  # noqa: PTH112  (a Path refuses a null byte)
            near = hints.near(value, known) or f"; there are {', '.join(known)}"
            raise click.BadParameter(f"{value!r} is no folder, and no pack with this id is shipped{near}")
    return tuple(known.get(value) or Path(value) for value in values)


rules = click.option(
    "--pack", "--rules", "packs", multiple=True, callback=packs, metavar="PACK",
    help="Rule pack to use: the id of a shipped one, or a folder; repeatable. One with criteria of levels replaces the "
    "shipped pack of the day, any other is added to it.",
)  # fmt: skip
language = click.option(
    "--lang", type=click.Choice(["en", "vi"]), default=lambda: os.environ.get("SECAUDIT_LANG") or "en", metavar="en|vi",
    help="Language of findings and reports (default: en, or SECAUDIT_LANG).",
)  # fmt: skip


def as_of(command: Command) -> Command:
    """The day that dates are compared with."""
    return click.option(
        "--as-of", callback=_day, metavar="DATE",
        help="Day of the audit, as YYYY-MM-DD (default: today in Viet Nam). The clock is asked for nothing else.",
    )(command)  # fmt: skip


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    if value is None:
        return datetime.now(_VIETNAM).date().isoformat()
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(_NOT_A_DAY.format(value)) from error
    if value != day.isoformat():  # what else Python takes for a date depends on its version
        raise click.BadParameter(_NOT_A_DAY.format(value))
    return value


def request(
    paths: Iterable[Path],
    day: str,
    packs: Iterable[Path] = (),
    waivers: Iterable[Path] = (),
    base: Path | None = None,
    **rest: Any,  # noqa: ANN401
) -> "Request":
    """The request for what the user named.

    Names in the result are relative to the base; else to the repository, if there is one.
    """
    from secaudit.pipeline import Request  # noqa: PLC0415  (heavy)

    roots = tuple(absolute(path) for path in paths)
    return Request(
        roots=roots, base=base or _base(roots), as_of=day, packs=tuple(absolute(pack) for pack in packs),
        waivers=tuple(absolute(path) for path in waivers), **rest,
    )  # fmt: skip


def spare(output: str, inputs: Iterable[Path]) -> None:
    """Refuse to write over what is read: nothing we write is YAML, and no input is a goal."""
    if output.lower().endswith((".yaml", ".yml")) or os.path.realpath(output) in map(os.path.realpath, inputs):
        raise click.UsageError(f"{output!r} may be an inventory, which is not written over; name another file")


def absolute(path: Path) -> Path:
    """A path as it was spelled, from the root of the file system."""
    return Path(os.path.abspath(path))  # noqa: PTH100  (not resolved: a link stays a link, and is refused as one)


def _base(roots: Sequence[Path]) -> Path:
    """The repository around all roots, else the folder that holds them."""
    if not roots:
        return Path("/")
    common = Path(os.path.commonpath(roots))
    holder = Path(os.path.commonpath([root.parent for root in roots]))
    return next((folder for folder in (common, *common.parents) if (folder / ".git").exists()), holder)
