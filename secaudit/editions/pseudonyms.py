"""Names in place of names: `system-0001`, the same thing under the same number in every edition of a report.

The numbers of a kind are in an order that follows from a keyed hash. The key is a digest of the whole report, so
that the same input gives the same numbers, and who does not know everything that is withheld cannot compute it.
An order by id would have been as repeatable, but who knows the names of all systems could have counted.
What a guess of the whole report can be held against is the order alone, never a hash.
"""

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256

from msgspec.structs import replace

from secaudit.editions.canonical import canonical
from secaudit.editions.things import Key
from secaudit.findings.report import Report

_LEAST_DIGITS = 4


def pseudonyms(report: Report, keys: Iterable[Key]) -> Mapping[Key, str]:
    """A name for every thing; none of them is the id or name of anything in the report."""
    key = sha256(b"secaudit.edition/v1\0" + canonical(replace(report, cards=()))).digest()
    found = list(keys)
    taken = {ident for _, ident in found}
    by_kind: dict[str, list[str]] = {}
    for kind, ident in found:
        by_kind.setdefault(kind, []).append(ident)
    return {
        (kind, ident): name
        for kind, idents in by_kind.items()
        for ident, name in zip(_shuffled(kind, idents, key), _numbered(kind, len(idents), taken), strict=True)
    }


def _shuffled(kind: str, idents: Iterable[str], key: bytes) -> list[str]:
    def place(ident: str) -> bytes:
        return hmac.digest(key, f"{kind}\0{ident}".encode("utf-8", "surrogatepass"), "sha256")

    return sorted(idents, key=place)


def _numbered(kind: str, count: int, taken: set[str]) -> list[str]:
    """So many names of a kind; a number that a real id bears is passed by."""
    stem = kind if kind.isascii() and kind.isalpha() else "thing"
    digits = max(_LEAST_DIGITS, len(str(count)))
    names: list[str] = []
    number = 0
    while len(names) < count:
        number += 1
        name = f"{stem}-{number:0{digits}}"
        if name not in taken:
            names.append(name)
    return names
