"""What stands for the placeholders of a message."""

from msgspec import Struct

from secaudit.expressions import UNKNOWN, EvaluationError, Predicate
from secaudit.findings.words import Words
from secaudit.policy.messages import UNDECLARED

NONE = Words(vi="không có", en="none")


class Fact(Struct, frozen=True, gc=False):
    """An expression for each language, the same one where words do not matter."""

    vi: Predicate
    en: Predicate

    def of(self, env: object, *values: object) -> str | Words | None:
        """What to show; None if it is not declared, or cannot be read."""
        vi, en = shown(self.vi, env, *values), shown(self.en, env, *values)
        if vi == en == "":
            return NONE
        if vi == en:
            return vi
        return Words(vi=UNDECLARED.vi if vi is None else vi, en=UNDECLARED.en if en is None else en)


def shown(reading: Predicate, env: object, *values: object) -> str | None:
    """A value as the inventory would write it; None if it is not declared or cannot be read."""
    try:
        value = reading(env, *values)
    except EvaluationError:
        return None
    if value is UNKNOWN or value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return None if any(isinstance(item, Struct) for item in value) else ", ".join(str(item) for item in value)
    return str(value) if isinstance(value, (str, int, float)) else None
