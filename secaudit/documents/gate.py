"""The fast validator in front of the slow one: it says whether, not why."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jsonschema_rs


def compiled(schema: Mapping[str, Any]) -> "jsonschema_rs.Draft7Validator":
    """The validator of a schema, with the formats that are ours."""
    import jsonschema_rs  # noqa: PLC0415 a run that finds everything in its cache validates nothing

    from secaudit.documents.formats import FORMATS  # noqa: PLC0415

    return jsonschema_rs.Draft7Validator(dict(schema), validate_formats=True, formats=dict(FORMATS))
