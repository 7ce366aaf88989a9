r"""How the JSON formats are written: fixed order, two blanks, UTF-8, one newline at the end.

Deceptive characters are written as `\uXXXX`. A reader of the file gets back the very same text,
while somebody who prints the file on a terminal, or greps it, is not deceived.
"""

import json

from secaudit.reporters import safety


def dump(value: object) -> str:
    """A JSON text of plain data; the order of the keys is the caller's."""
    lines = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False).split("\n")
    # Within strings JSON has no raw line break, so what is deceptive in a line stands within a string.
    return "\n".join(line if line.isascii() and line.isprintable() else _told(line) for line in lines) + "\n"


def _told(line: str) -> str:
    return safety.replaced(line, lambda character: json.dumps(character)[1:-1])
