"""Anything of a report as bytes: the same for the same, whatever the order in which a mapping was filled."""

import json

import msgspec

from secaudit.findings.later import Later


def canonical(value: object) -> bytes:
    """The bytes of a value; of a text that is no Unicode, too."""
    try:
        return msgspec.json.encode(value, order="deterministic", enc_hook=_items)
    except (UnicodeEncodeError, TypeError):
        return json.dumps(msgspec.to_builtins(value, str_keys=True, enc_hook=_items), sort_keys=True).encode()


def _items(value: object) -> object:
    """What is made when it is looked at, as the list that it is."""
    if isinstance(value, Later):
        return list(value)
    raise TypeError(f"a report holds no {type(value).__name__}")
