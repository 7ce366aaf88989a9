r"""Characters that lie to the reader are shown, not obeyed.

A name in an inventory is written by those who are audited. A control character can move the cursor,
a bidi override can turn `fdp.exe` round, a zero-width space makes two ids look alike. All of them
become visible escapes such as `\u202e`.

The set is written out, not taken from `unicodedata`, so that every version of Python gives the same bytes.
"""

import re
from collections.abc import Callable

_CONTROL = "\x00-\x1f\x7f-\x9f"
_SEPARATORS = "\u2028\u2029"
_FORMAT = (
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\uffff\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
# Letters and marks drawn as nothing: grapheme joiner, Hangul fillers, Khmer inherent vowels, Braille blank,
# variation selectors, tags.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0000-\U000e0fff"
_NOT_TEXT = "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"

_LAST_OF_BYTE, _LAST_OF_PLANE = 0xFF, 0xFFFF

_DECEPTIVE = re.compile(f"[{_CONTROL}{_SEPARATORS}{_FORMAT}{_BLANK}{_NOT_TEXT}]")


def visible(text: str) -> str:
    """The text with deceptive characters escaped; line breaks and tabs stay, as white space of a page."""
    # Most texts are plain, and this question is answered by one call in C.
    return text if text.isprintable() and text.isascii() else replaced(text, _escape_in_page)


def terminal(text: str) -> str:
    """The text safe for one line of a terminal: line breaks and tabs are escaped too."""
    return replaced(text, _escape)


def one_line(text: str) -> str:
    """A paragraph of a rule as one line: its white space folded, then safe for a terminal."""
    return terminal(" ".join(text.split()))


_MARKUP = {ord(sign): f"&#{ord(sign)};" for sign in '!"#$&*<>?@[\\]^_`{|}~'}


def markdown(text: str) -> str:
    """One line of text that stays text: what Markdown or HTML might read is written by its number.

    A colon stays, but no address is left whole: no code host makes a link of what it cannot read as one.
    """
    shown = one_line(text).translate(_MARKUP)
    return shown.replace("://", ":&#47;&#47;").replace("www.", "www&#46;").replace("::", ":&#58;")


def replaced(text: str, escape: Callable[[str], str]) -> str:
    """The text with every deceptive character replaced by what `escape` makes of it."""
    return _DECEPTIVE.sub(lambda found: escape(found[0]), text)


def _escape_in_page(character: str) -> str:
    return character if character in "\n\t" else _escape(character)


def _escape(character: str) -> str:
    code = ord(character)
    if code <= _LAST_OF_BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LAST_OF_PLANE else f"\\U{code:08x}"
