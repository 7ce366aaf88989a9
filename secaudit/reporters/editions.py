"""For whom a report is and what is withheld from them, in sentences that every format can use."""

from collections.abc import Iterator

from secaudit.findings.edition import WITHHELD, Edition
from secaudit.findings.words import Language, Words
from secaudit.reporters import labels

_UNIT = Words("Bản dành cho đơn vị {name}", "Edition for the unit {name}")
_STATISTICS = Words("Bản chỉ gồm số liệu", "Edition of numbers only")
_CEILING = Words("Bản giới hạn", "Limited edition")
_LEVEL = Words("chỉ nêu tên đến cấp độ {level}", "names up to level {level} only")
_SECRECY = Words("chỉ nêu tên đến độ mật: {secrecy}", "names up to secrecy: {secrecy}")
_COUNT = Words("Không nêu tên: {counts}.", "Withheld by name: {counts}.")
_HOW = Words(
    "Đối tượng không nêu tên mang số thứ tự (system-0001); {bar} thay cho nội dung không nêu. Mọi con số vẫn tính đủ; "
    "mã băm là của bản này.",
    "What is withheld has a number for a name (system-0001); {bar} stands for a text that is withheld. All numbers count "
    "everything; digests are of this edition.",
)
_ORDER = (
    "unit",
    "system",
    "network",
    "segment",
    "gateway",
    "link",
    "host",
    "interconnection",
    "attestation",
    "waiver",
    "file",
)
_WAIVERS = Words("văn bản miễn áp dụng", "waivers")


def told(edition: Edition | None, language: Language) -> tuple[str, ...]:
    """A headline and sentences; nothing for a report that withholds nothing."""
    if edition is None:
        return ()
    counts = ", ".join(
        f"{edition.withheld[kind]} {_kind(kind, language)}" for kind in _ORDER if edition.withheld.get(kind)
    )
    sentences = [", ".join(_headline(edition, language)) + "."]
    if counts:
        sentences.append(_COUNT.of(language).format(counts=counts))
    return (*sentences, _HOW.of(language).format(bar=WITHHELD))


def _headline(edition: Edition, language: Language) -> Iterator[str]:
    if edition.kind == "unit":
        named = edition.unit_name or edition.unit or ""
        yield _UNIT.of(language).format(name=named if named == edition.unit else f"{named} ({edition.unit})")
    else:
        yield (_STATISTICS if edition.kind == "statistics" else _CEILING).of(language)
    if edition.level is not None:
        yield _LEVEL.of(language).format(level=edition.level)
    if edition.secrecy is not None:
        yield _SECRECY.of(language).format(secrecy=edition.secrecy)


def _kind(kind: str, language: Language) -> str:
    return _WAIVERS.of(language) if kind == "waiver" else labels.word(labels.COUNT, f"{kind}s", language)
