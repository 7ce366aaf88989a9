"""What a site, a box or a wire is called on the zone map and in the tables that say the same."""

from collections import Counter
from collections.abc import Iterable, Sequence

from secaudit.findings.words import Language
from secaudit.reporters.html.network.terrain import Box, Key, Terrain, Wire, is_rest
from secaudit.reporters.html.network.words import CHAPTER, ZONE

MOST_NAMED = 8
# A title is read at a glance; a name in it may be of any length.
_LONGEST = 120


def zone_name(zone: str | None, language: Language) -> str:
    """The word for a zone; one that we do not know speaks for itself."""
    words = ZONE.get(zone)
    return (zone or "") if words is None else words.of(language)


def site_name(site: str | None, language: Language) -> str:
    """The name of a site, or that none is declared."""
    return CHAPTER["no_site"].of(language) if site is None else site


def frame_name(site: str | None, part: tuple[int, int], language: Language) -> str:
    """What stands over a frame: its site and which part of it this is."""
    number, count = part
    name = CHAPTER["site"].of(language) if site == "" else site_name(site, language)
    return name if count == 1 else f"{name} ({number}/{count})"


def box_name(box: Box, terrain: Terrain, language: Language) -> str:
    """What stands in a box, with the number of segments where they are drawn together."""
    if terrain.grain in {"system", "segment"}:
        return box.segments[0].id
    times = f" ({len(box.segments)})" if len(box.segments) > 1 and not is_rest(box.key) else ""
    return f"{end_name(box.key, terrain, language)}{times}"


def end_name(key: Key, terrain: Terrain, language: Language) -> str:
    """What a box is called within its site."""
    site, zone, segment = key
    if is_rest(key):
        return CHAPTER["other_sites"].of(language).format(n=terrain.others)
    if terrain.grain == "site":
        return site_name(site, language)
    return zone_name(zone, language) if segment is None else segment


def box_title(box: Box, terrain: Terrain, language: Language) -> str:
    """What a reader sees who points at a box."""
    name = end_name(box.key, terrain, language)
    return short(f"{name}: {ids((segment.id for segment in box.segments), language)}")


def wire_title(wire: Wire, number: int) -> str:
    """What a reader sees who points at a line."""
    return short(f"{number}: {', '.join(device.id for device in wire.devices[:MOST_NAMED])}")


def levels_short(levels: Sequence[int]) -> str:
    """The levels of a box as briefly as it goes: `4`, `2-4`; nothing if none is declared."""
    if not levels:
        return ""
    return f"{levels[0]}" if len(levels) == 1 else f"{levels[0]}-{levels[-1]}"


def short(text: str) -> str:
    """The beginning of a text that may be of any length."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def ids(names: Iterable[str], language: Language) -> str:
    """The first ids of a list, and how many more there are."""
    known = list(names)
    more = len(known) - MOST_NAMED
    told = ", ".join(known[:MOST_NAMED])
    return f"{told} {CHAPTER['more'].of(language).format(n=more)}" if more > 0 else told


def joined(ends: Iterable[Key], terrain: Terrain, language: Language) -> list[str]:
    """The ends of a wire site by site: `dc-north: servers, databases`."""
    sites: dict[str | None, list[str]] = {}
    for key in ends:
        if terrain.grain == "site":
            sites.setdefault(end_name(key, terrain, language), [])
        else:
            sites.setdefault(key[0], []).append(end_name(key, terrain, language))
    told = []
    for site, names in sites.items():
        counted = Counter(names)
        told.append(f"{site_name(site, language)}: {', '.join(counted)}" if names else site_name(site, language))
    return told
