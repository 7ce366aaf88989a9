"""A comparison for a merge request: one sentence, then section by section, under 1 MB by whole lines."""

from secaudit.findings.comparison import Comparison
from secaudit.findings.words import Words
from secaudit.reporters.comparison.outline import headline, sections
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import markdown

SHOWN = 100
MOST_CHARACTERS = 2_000  # of one line; the whole stays far under 1 MB, which code hosts take
_MORE = Words("và {n} nữa; xem tệp JSON", "and {n} more; see the JSON file")
_PERSISTING = Words("{n} phát hiện còn nguyên.", "{n} findings persist.")


def render(comparison: Comparison, options: RenderOptions) -> str:
    """The sentence, the sections as lists, and how many findings are as they were."""
    language = options.language
    sides = f"{markdown(comparison.old.name)} → {markdown(comparison.new_side.name)}"
    lines = [f"## secaudit: {sides}", "", f"**{markdown(headline(comparison, language))}**"]
    for section in sections(comparison, language):
        lines += ["", f"### {section.title} ({len(section.lines)})", ""]
        lines += [f"- {_line(line)}" for line in section.lines[:SHOWN]]
        if len(section.lines) > SHOWN:
            lines.append(f"- {_MORE.of(language).format(n=len(section.lines) - SHOWN)}")
    lines += ["", _PERSISTING.of(language).format(n=comparison.persisting)]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    return markdown(text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…")
