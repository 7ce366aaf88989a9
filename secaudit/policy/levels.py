"""Whom a rule concerns that applies from a level on: no verdict stands on a level that nobody declared."""

from secaudit.model import Noun, Segment, System


def is_spared(noun: Noun, lowest: int) -> bool:
    """Whether a noun is of a declared level below the one from which a rule applies. Level 0 is none, and spares nothing."""
    level: int = getattr(noun, "level", None) or lowest
    return level < lowest


def lacks_level(noun: Noun, lowest: int) -> bool:
    """Whether it is not known that a rule applies, because the level of a system or a segment is not declared.

    A gateway that declares none is not spared: its rules go by the segments that it joins.
    """
    return lowest > 1 and isinstance(noun, System | Segment) and noun.level is None
