"""Anything of a report as bytes: the same for the same, whatever the order in which a mapping was filled."""

import json

import msgspec


def canonical(value: object) -> bytes:
    """The bytes of a value; of a text that is no Unicode, too."""
    try:
        return msgspec.json.encode(value, order="deterministic")
    except (UnicodeEncodeError, TypeError):
        return json.dumps(msgspec.to_builtins(value, str_keys=True), sort_keys=True).encode()
