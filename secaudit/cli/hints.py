"""What a word that is not known may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches

import click


def near(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x' or 'y'?`, or nothing if no known word is near."""
    found = sorted(get_close_matches(word, list(known), n=3, cutoff=0.65))
    return f"; did you mean {' or '.join(repr(name) for name in found)}?" if found else ""


class Group(click.Group):
    """A group of commands that knows what a mistyped one may have meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named first. Raises UsageError with the nearest names if there is none."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            ctx.fail(f"there is no command {name!r}{near(name, self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)
