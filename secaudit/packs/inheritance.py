"""A short rule and the rule of another pack that it inherits from, made one document."""

from collections.abc import Callable
from difflib import get_close_matches

from secaudit.documents import Document, layered
from secaudit.errors import PolicyError
from secaudit.packs.folder import Folder, valid

Shelf = Callable[[str], Folder | None]
"""Gives a pack by its id."""

OWN = frozenset({"id", "inherits", "retired"})
"""Keys that no rule takes from another."""


def whole(document: Document, shelf: Shelf, user: Folder) -> Document:
    """A rule with everything that it takes from the rules it inherits from, held against the schema.

    A rule that inherits from nothing, or is retired, is itself. Every document that is read on the way is counted
    in the digest of the pack that uses it. Raises PolicyError.
    """
    if document.content.get("retired") or not isinstance(document.content.get("inherits"), str):
        return valid(document, "rule")
    chain = [document]
    names = [f"{user.id}/{document.content.get('id')}"]
    while (name := chain[-1].content.get("inherits")) is not None:
        if name in names:
            told = f"inherits in a circle: {' > '.join([*names, name])}"
            raise PolicyError([chain[-1].problem(("inherits",), told)])
        names.append(name)
        chain.append(user.count(_parent(chain[-1], shelf)))
    found = chain[-1]
    for child in reversed(chain[:-1]):
        found = layered(child, found, OWN)
    del found.content["inherits"]
    return valid(found, "rule")


def _parent(document: Document, shelf: Shelf) -> Document:
    """The rule that a rule names as the one it inherits from."""
    name = str(document.content["inherits"])
    pack, slash, rule_id = name.partition("/")
    if not slash or not pack or not rule_id:
        raise PolicyError([document.problem(("inherits",), f"{name!r} is not PACK/ID, such as vn-2026/APR-01")])
    folder = shelf(pack)
    if folder is None:
        raise PolicyError([document.problem(("inherits",), f"there is no pack {pack!r} to inherit from")])
    found = folder.named(rule_id)
    if found is None:
        near = get_close_matches(rule_id, sorted(known for known in folder.rule_ids() if known[-1].isdigit()), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise PolicyError([document.problem(("inherits",), f"pack {pack} has no rule {rule_id!r}{hint}")])
    if found.content.get("retired"):
        raise PolicyError([document.problem(("inherits",), f"{name} is retired")])
    return found
