"""secaudit rules coverage and index: which clauses the rules serve, and the tables of rules/README.md."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secaudit.cli import console, exit_codes, options, output

if TYPE_CHECKING:
    from secaudit.errors import Problem
    from secaudit.findings.words import Language, Words
    from secaudit.packs.citing import Citing
    from secaudit.packs.coverage import Chapter, Line
    from secaudit.packs.instruments import Instrument, NotServed

_STATES = {
    "vi": {"served": "có quy tắc", "derived": "chỉ suy ra", "excused": "không phục vụ được", "open": "còn trống"},
    "en": {"served": "served", "derived": "only derived", "excused": "cannot be served", "open": "open gap"},
}
_SAY = {
    "vi": {"none": "không viện dẫn", "clauses": "điều khoản", "instruments": "văn bản", "since": "từ", "until": "đến",
           "wrong": "trích dẫn mà bảng không giữ"},
    "en": {"none": "not cited", "clauses": "clauses", "instruments": "instruments", "since": "from", "until": "until",
           "wrong": "citations that the table does not hold"},
}  # fmt: skip


@click.command()
@options.rules
@options.as_of
@options.language
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="How to write it.")  # fmt: skip
@click.option("--open", "gaps", is_flag=True, help="Show only clauses that nothing serves and that give no reason.")
def coverage(packs: tuple[Path, ...], as_of: str, lang: "Language", form: str, *, gaps: bool) -> int:
    """List every clause of every instrument with the rules that serve it, or why none can.

    All citations of all shipped packs count, whenever they are in force; --pack chooses other packs. A clause that
    only an inference cites is marked. Exit code 1: a citation is not in the table, or is surer than the table.

    Example: secaudit rules coverage --open
    """
    from secaudit.packs import coverage as room  # noqa: PLC0415
    from secaudit.packs import shipped  # noqa: PLC0415  (heavy)
    from secaudit.packs.citing import citing  # noqa: PLC0415
    from secaudit.packs.instruments import shipped_instruments  # noqa: PLC0415

    table = shipped_instruments()
    found = citing([options.absolute(pack) for pack in packs] or shipped(), as_of)
    chapters, wrong = room.coverage(table, found), room.mistakes(table, found)
    counts: Counter[str] = Counter(dict.fromkeys(room.STATES, 0))
    counts.update(line.state for chapter in chapters for line in chapter.lines)
    if form == "json":
        click.echo(_json(chapters, counts, wrong), nl=False)
    else:
        console.tell(_text(chapters, lang, gaps=gaps))
        console.tell(_ending(chapters, counts, wrong, lang))
    return exit_codes.FINDINGS if wrong else exit_codes.OK


def _text(chapters: "Sequence[Chapter]", lang: "Language", *, gaps: bool) -> Iterator[str]:
    for chapter in chapters:
        lines = [line for line in chapter.lines if not gaps or line.state == "open"]
        if gaps and not lines:
            continue
        yield f"{chapter.instrument.id}: {chapter.instrument.title.of(lang)}{_span(chapter.instrument, lang)}"
        if chapter.instrument.not_served:
            yield f"  {_SAY[lang]['none']}: {chapter.instrument.not_served.words.of(lang)}"
        for line in lines:
            yield from _clause(line, lang)
        yield ""


def _span(instrument: "Instrument", lang: "Language") -> str:
    days = (("since", instrument.since), ("until", instrument.until))
    told = " ".join(f"{_SAY[lang][key]} {day}" for key, day in days if day)
    return f" ({told})" if told else ""


def _clause(line: "Line", lang: "Language") -> Iterator[str]:
    from secaudit.reporters import labels  # noqa: PLC0415

    clause = line.clause
    mark = "" if clause.confidence == "high" else f" [{labels.word(labels.CONFIDENCE, clause.confidence, lang)}]"
    yield f"  {clause.id}: {clause.subject.of(lang)}{mark}"
    if line.state == "excused" and clause.not_served is not None:
        yield f"      {_STATES[lang]['excused']}: {clause.not_served.words.of(lang)}"
    elif line.state == "open":
        yield f"      {_STATES[lang]['open']}"
    else:
        yield f"      {', '.join(dict.fromkeys(_who(cite, lang) for cite in line.by))}"


def _who(cite: "Citing", lang: "Language") -> str:
    from secaudit.reporters import labels  # noqa: PLC0415

    mark = f" ({labels.word(labels.BASIS, cite.basis, lang)})" if cite.basis == "DERIVED" else ""
    return f"{cite.pack}/{cite.id}{mark}"


def _ending(
    chapters: "Sequence[Chapter]", counts: Counter[str], wrong: "Sequence[Problem]", lang: "Language"
) -> Iterator[str]:
    say = _SAY[lang]
    parts = ", ".join(f"{count} {_STATES[lang][state]}" for state, count in counts.items())
    yield f"{len(chapters)} {say['instruments']}, {counts.total()} {say['clauses']}: {parts}"
    if wrong:
        yield f"{say['wrong']}: {len(wrong)}"
        yield from (f"  {problem.where}: {problem.message}" for problem in wrong)


def _json(chapters: "Sequence[Chapter]", counts: Counter[str], wrong: "Sequence[Problem]") -> str:
    from secaudit.reporters.encoding import dump  # noqa: PLC0415

    return dump({
        "format": "secaudit.coverage/v1",
        "counts": dict(counts),
        "instruments": [_chapter(chapter) for chapter in chapters],
        "not_in_the_table": [
            {"file": problem.file, "line": problem.line, "message": problem.message} for problem in wrong
        ],
    })  # fmt: skip


def _chapter(chapter: "Chapter") -> dict[str, Any]:
    of = chapter.instrument
    return {
        "id": of.id, "title": _words(of.title), "basis": of.basis, "from": of.since, "until": of.until,
        "source": _words(of.source), "confidence": of.confidence, "note": _words(of.note),
        "not_served": _not_served(of.not_served), "clauses": [_line(line) for line in chapter.lines],
    }  # fmt: skip


def _line(line: "Line") -> dict[str, Any]:
    clause = line.clause
    return {
        "id": clause.id, "subject": _words(clause.subject), "source": _words(clause.source),
        "confidence": clause.confidence, "state": line.state, "not_served": _not_served(clause.not_served),
        "by": [
            {"kind": cite.kind, "pack": cite.pack, "id": cite.id, "clause": cite.clause, "basis": cite.basis,
             "confidence": cite.confidence}
            for cite in line.by
        ],
    }  # fmt: skip


def _not_served(told: "NotServed | None") -> dict[str, str] | None:
    return None if told is None else {"reason": told.reason, "vi": told.words.vi, "en": told.words.en}


def _words(words: "Words | None") -> dict[str, str] | None:
    return None if words is None else {"vi": words.vi, "en": words.en}


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="[FILE]...")
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if a file is not up to date.")
def index(files: tuple[Path, ...], *, check: bool) -> int:
    """Bring the tables of rules and terms in Markdown files up to date; without FILE, print the table of rules.

    What stands between the marks <!-- index --> and <!-- /index -->, or the same with glossary, is replaced.

    Example: secaudit rules index rules/README.md rules/GLOSSARY.md
    """
    from secaudit.packs import index as room  # noqa: PLC0415  (heavy)
    from secaudit.packs import shipped  # noqa: PLC0415
    from secaudit.packs.glossary import shipped_glossary  # noqa: PLC0415

    parts = {"index": room.index(shipped()), "glossary": room.terms(shipped_glossary())}
    if not files:
        click.echo(parts["index"])
    stale = [(file, text) for file in files if (text := _renewed(file, parts)) is not None]
    for file, _ in stale:
        console.say(f"{file} {'is not' if check else 'is now'} up to date")
    if not check:
        output.write_all([(str(file), text) for file, text in stale])
    return exit_codes.FINDINGS if check and stale else exit_codes.OK


def _renewed(file: Path, parts: dict[str, str]) -> str | None:
    """What a file should be, or None if it is that already."""
    from secaudit.packs.index import renewed  # noqa: PLC0415

    try:
        text = file.read_text(encoding="utf-8")
        new = renewed(text, parts)
    except ValueError as error:  # no marks, or no text at all
        raise click.UsageError(f"{file}: {error}") from error
    return None if new == text else new
