"""A comparison as a page of its own: offline, without a script, on screen or paper."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from secaudit.findings.comparison import Comparison
from secaudit.findings.dates import day
from secaudit.findings.words import Words
from secaudit.reporters.comparison.outline import headline, sections
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import visible

_MOST = 1_000  # lines of a section
_TITLE = Words("So sánh hai lần kiểm tra", "Two audits compared")
_SIDES = (Words("Trước", "Before"), Words("Sau", "After"))
_MORE = Words("và {n} nữa; xem tệp JSON", "and {n} more; see the JSON file")
_PERSISTING = Words("{n} phát hiện còn nguyên.", "Findings that persist: {n}.")


def render(comparison: Comparison, options: RenderOptions) -> str:
    """The sentence, then section by section."""
    language = options.language
    style = _packaged("difference.css")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    page = _environment().get_template("difference.html.j2")
    return page.render(
        language=language, style=Markup(style),  # noqa: S704  (ours, from the package)
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        title=_TITLE.of(language), headline=headline(comparison, language),
        sides=[
            (side, word.of(language))
            for side, word in zip((comparison.old, comparison.new_side), _SIDES, strict=True)
        ],
        day=lambda text: day(text, language), sections=list(sections(comparison, language)), most=_MOST, more=_MORE.of(language),
        persisting=_PERSISTING.of(language).format(n=comparison.persisting),
    ) + "\n"  # fmt: skip


def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_packaged), autoescape=True, undefined=StrictUndefined, finalize=_finalize,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def _packaged(name: str) -> str:
    text = files("secaudit.reporters").joinpath("templates", name).read_text("utf-8")
    return text.replace("\r\n", "\n")


def _finalize(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
