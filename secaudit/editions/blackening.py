"""Free texts: every name that is withheld, in whatever spelling, becomes its pseudonym or a black bar.

Texts are compared word by word without regard to case, width, accents' encoding or what stands between the words,
and the longest name wins, so that a thing that is shown and whose name holds that of another stays whole.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network

from secaudit.findings.edition import WITHHELD
from secaudit.findings.words import Words

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(
    r"(?<![\w.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:/[0-9]{1,3})?(?![\w.])"
    r"|(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?:/[0-9]{1,3})?(?![\w:])"
)
_END = ""

_Branch = dict[str, "str | _Branch"]


class Blackening:
    """Knows what is withheld; turns a text into one that does not tell it."""

    def __init__(self, withheld: Mapping[str, str], kept: Iterable[str], blocks: Iterable[str]) -> None:
        """Learn what stands for each withheld text, the ids that stay, and the address blocks that are shown."""
        self._tree: _Branch = {}
        self._whole = dict(withheld)
        for text, instead in withheld.items():
            self._learn(text, instead)
        for text in kept:
            self._whole.pop(text, None)
            self._learn(text, None)
        self._blocks = {block for text in blocks if (block := _block(text)) is not None}

    def __call__(self, text: str) -> str:
        """The text without what is withheld."""
        if text in self._whole:
            return self._whole[text]
        plain = _plain(text)
        told = self._replaced(plain)
        safe = _ADDRESS.sub(lambda found: found[0] if self._is_shown(found[0]) else WITHHELD, told)
        return text if safe == plain else safe

    def words(self, words: Words) -> Words:
        """The same in both languages."""
        return Words(self(words.vi), self(words.en))

    def _learn(self, text: str, instead: str | None) -> None:
        parts = [_folded(found[0]) for found in _WORD.finditer(_plain(text))]
        if not parts:
            return
        branch = self._tree
        for part in parts:
            branch = branch.setdefault(part, {})  # type: ignore[assignment]
        branch[_END] = text if instead is None else f"\0{instead}"

    def _is_shown(self, address: str) -> bool:
        """Whether an address or block lies within one that is shown."""
        block = _block(address)
        if block is None:
            return False
        return any(block.supernet(new_prefix=length) in self._blocks for length in range(block.prefixlen + 1))

    def _replaced(self, text: str) -> str:
        found = list(_WORD.finditer(text))
        parts = [_folded(word[0]) for word in found]
        told: list[str] = []
        place = done = 0
        while place < len(found):
            length, instead = self._longest(parts, place)
            if instead is not None:
                told += [text[done : found[place].start()], instead]
                done = found[place + length - 1].end()
            place += max(length, 1)
        return "".join([*told, text[done:]])

    def _longest(self, parts: list[str], place: int) -> tuple[int, str | None]:
        """How many words the longest known text has that begins here, and what stands for it if it is withheld."""
        branch, best = self._tree, (0, None)
        for length, part in enumerate(parts[place:], 1):
            following = branch.get(part)
            if not isinstance(following, dict):
                break
            branch = following
            end = branch.get(_END)
            if isinstance(end, str):
                best = (length, end[1:] if end.startswith("\0") else None)  # type: ignore[assignment]
        return best


def is_address(text: str) -> bool:
    """Whether a text is nothing but an address or a block."""
    return _ADDRESS.fullmatch(text) is not None


def _block(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """The text in composed letters and without signs that nobody sees."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")


def _folded(word: str) -> str:
    return word.casefold() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()
