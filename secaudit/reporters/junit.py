"""JUnit XML: one suite per rule, one case per finding, so that build servers show what fails.

Valid against the schema of Apache Ant's JUnit task. What could not be judged is a failure, because unknown is
not pass; a waived finding is skipped; a rule that broke and a file that was not read are errors. What passed has no
names in a result, so one case of a suite counts it.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from secaudit.findings.card import RuleCard
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report, SkipCard, Tally, Verdict
from secaudit.findings.words import Language, Words
from secaudit.reporters import labels
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import one_line, visible

_PASSED = Words("đạt: {n}", "pass: {n}")
_NOT_APPLICABLE = Words("không áp dụng: {n}", "not applicable: {n}")


class _Case(Struct, frozen=True):
    """A test case; `kind` is the element inside of it (None: it passed), with its type, headline and text."""

    name: str
    kind: str | None = None
    type: str = ""
    message: str = ""
    text: str = ""


def render(report: Report, options: RenderOptions) -> str:
    """The verdicts as one XML document."""
    language = options.language
    by_rule: dict[str, list[Verdict]] = {}
    for verdict in report.verdicts:
        by_rule.setdefault(verdict.finding.rule, []).append(verdict)
    tallies = {tally.rule: tally for tally in report.tallies}
    suites = [("input", [_skip(skip) for skip in report.skipped])] if report.skipped else []
    for card in report.cards:
        cases = [*_judged(by_rule.get(card.id, ()), card, language), *_counted(tallies.get(card.id), language)]
        suites.append((card.id, cases))
    listed = {card.id for card in report.cards}
    suites += [(rule, list(_judged(found, None, language))) for rule, found in by_rule.items() if rule not in listed]
    lines = [line for number, (name, cases) in enumerate(suites) for line in _suite(number, name, cases, report)]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", *lines, "</testsuites>"]) + "\n"


def _judged(verdicts: Iterable[Verdict], card: RuleCard | None, language: Language) -> Iterator[_Case]:
    for verdict in verdicts:
        finding = verdict.finding
        name = f"{finding.subject} {finding.fingerprint[:12]}"
        message = finding.message.of(language)
        if verdict.status == "waived":
            yield _Case(name, "skipped")
        elif finding.state == "error":
            yield _Case(name, "error", "error", message, _text(finding, card, language))
        else:
            kind = finding.severity if finding.state == "fail" else "unknown"
            yield _Case(name, "failure", kind, message, _text(finding, card, language))


def _text(finding: Finding, card: RuleCard | None, language: Language) -> str:
    """Where it is declared, the way, what is missing, the cure and the clauses, a line each."""
    lines = [f"{finding.source.file}:{finding.source.line}"]
    if finding.evidence.path:
        lines.append(" > ".join(hop.id for hop in finding.evidence.path))
    lines += [f"? {field}" for field in finding.evidence.missing]
    if finding.evidence.repair:
        lines.append(finding.evidence.repair.of(language))
    if card is not None:
        lines.append(card.remediation.of(language))
        lines += [labels.citation(cite, language) for cite in card.cites]
    return "\n".join(one_line(line) for line in lines)


def _counted(tally: Tally | None, language: Language) -> Iterator[_Case]:
    if tally is not None and tally.passed:
        yield _Case(_PASSED.of(language).format(n=tally.passed))
    if tally is not None and tally.not_applicable:
        yield _Case(_NOT_APPLICABLE.of(language).format(n=tally.not_applicable), "skipped")


def _skip(skip: SkipCard) -> _Case:
    return _Case(skip.name, "error", skip.reason, skip.message)


def _suite(number: int, name: str, cases: Sequence[_Case], report: Report) -> Iterator[str]:
    kinds = [case.kind for case in cases]
    yield (
        f'  <testsuite id="{number}" name={_quoted(name)} package="secaudit" hostname="localhost"'
        f' timestamp={_quoted(f"{report.as_of}T00:00:00")} time="0" tests="{len(cases)}"'
        f' failures="{kinds.count("failure")}" errors="{kinds.count("error")}">'
    )
    yield "    <properties/>"
    for case in cases:
        yield from _case(case, name)
    yield "    <system-out/>"
    yield "    <system-err/>"
    yield "  </testsuite>"


def _case(case: _Case, suite: str) -> Iterator[str]:
    head = f'    <testcase classname={_quoted(f"secaudit.{suite}")} name={_quoted(case.name)} time="0"'
    if case.kind is None:
        yield f"{head}/>"
    elif case.kind == "skipped":
        yield f"{head}><skipped/></testcase>"
    else:
        yield f"{head}>"
        told = f"type={_quoted(case.type)} message={_quoted(case.message)}"
        yield f"      <{case.kind} {told}>{_escaped(visible(case.text))}</{case.kind}>"
        yield "    </testcase>"


def _quoted(text: str) -> str:
    """An attribute's value: one line without blanks at its ends, as `xs:token` wants."""
    return f'"{_escaped(one_line(text))}"'


def _escaped(text: str) -> str:
    for sign, told in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, told)
    return text
