"""What the shipped packs ask people and systems for, whether or not they are used today."""

from secaudit.packs.folder import Folder
from secaudit.packs.selection import shipped


def asked_by_shipped() -> frozenset[str]:
    """The ids of all rules and controls of the shipped packs. Raises PolicyError for one that cannot be read."""
    found: set[str] = set()
    for path in shipped():
        folder = Folder(path)
        found |= {known for known in folder.rule_ids() if known[-1].isdigit()}
        if (catalogue := folder.controls()) is not None:
            found |= {control["id"] for control in catalogue.content["controls"]}
    return frozenset(found)
