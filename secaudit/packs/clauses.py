"""What the text of a citation names, clause by clause.

The text is an exact clause, or several in one of three short forms:

* `mục 4.12.2.2 b; 5.12.2.2 b`: a semicolon parts clauses; one that begins with a digit takes over the word before it.
* `Điều 30.9.a, c`: after a comma stands what replaces the last element.
* An en dash counts the last element up, by numbers or by the letters of Vietnamese law: from `Điều 18.3.a` to `c`,
  from `Điều 21.1` to `21.4`.

Nothing else is read into a citation: naming an article does not name its paragraphs.
"""

import re

# Points of Vietnamese law are lettered without f, j, w and z, and đ follows d.
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_TO = "\N{EN DASH}"
_MOST = 100  # clauses that one dash may stand for
_WORD = re.compile(r"([^\W\d]+) (?=\d)")
_LAST = re.compile(r"(.*[. ])([^. ]+)")


def clauses(text: str) -> tuple[str, ...]:
    """Every clause that the text of a citation names. Raises ValueError, in plain words, if it cannot be read."""
    found: list[str] = []
    word = ""
    for part in text.split(";"):
        first, *others = (piece.strip() for piece in part.split(","))
        if word and first[:1].isdigit():
            first = f"{word} {first}"
        if not first or not all(others):
            raise ValueError(f"{text!r} names no clause before or after a mark")
        begin, dash, end = first.partition(_TO)
        found += _between(begin, end) if dash else [begin]
        found += [f"{_parted(begin)[0]}{other}" for other in others]
        named = _WORD.match(begin)
        word = named[1] if named else ""
    return tuple(found)


def _parted(clause: str) -> tuple[str, str]:
    """`Điều 18.3.a` as `Điều 18.3.` and `a`."""
    found = _LAST.fullmatch(clause)
    if found is None:
        raise ValueError(f"{clause!r} has no last element that a comma or a dash could change")
    return found[1], found[2]


def _between(begin: str, end: str) -> list[str]:
    head, first = _parted(begin)
    # The end may repeat what both have in common, without the word: `Điều 21.1` to `21.4`.
    last = end.removeprefix(_WORD.sub("", head))
    for order in (_LETTERS, [str(number) for number in range(1, 1000)]):
        if first in order and last in order:
            run = order[order.index(first) : order.index(last) + 1]
            if 1 < len(run) <= _MOST:
                return [f"{head}{element}" for element in run]
    raise ValueError(f"{begin!r} to {end!r} does not count up by letters or numbers")
