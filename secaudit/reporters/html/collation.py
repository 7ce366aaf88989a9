"""The order of names in Vietnamese: a ă â b c d đ e ê ..., tone as the second level.

The order of code points puts Đà Nẵng after Yên Bái.
"""

from functools import lru_cache
from unicodedata import normalize

_ALPHABET = {letter: rank for rank, letter in enumerate(" 0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
# None, grave, hook above, tilde, acute, dot below: the order of a Vietnamese dictionary.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

_REMEMBERED = 10_000  # units and sites come again and again

Key = tuple[tuple[int, ...], tuple[int, ...], str]


@lru_cache(_REMEMBERED)
def key(name: str) -> Key:
    """Sort key of a name; of equal names, upper and lower case decide last."""
    letters: list[int] = []
    tones: list[int] = []
    for letter in normalize("NFC", name.lower()):
        parts = normalize("NFD", letter)
        tone = next((_TONES[mark] for mark in parts if mark in _TONES), 0)
        bare = normalize("NFC", "".join(part for part in parts if part not in _TONES)) or letter  # a mark by itself
        letters.append(_ALPHABET.get(bare, len(_ALPHABET) + ord(bare[0])))
        tones.append(tone)
    return tuple(letters), tuple(tones), name
