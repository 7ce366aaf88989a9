"""Bounds on what an expression may cost, so that no rule text can hang or exhaust an audit."""

from typing import Final

TEXT: Final = 4096
"""Characters in one expression."""

NESTING: Final = 32
"""Brackets and right-nested conditionals inside each other."""

HEIGHT: Final = 64
"""Levels of the tree, so that every walk over it may recurse. A chain of `&&` or `||` is one level."""

NODES: Final = 1000
"""Nodes of the tree."""

MACROS: Final = 8
"""Macros inside each other. CPython allows twenty loops; the step budget makes more than four useless."""

STEPS: Final = 1_000_000
"""Steps of one evaluation: a macro costs the size of its list each time it is entered."""

STRING_SIZE: Final = 65_536
"""Characters in a text that an expression builds."""
