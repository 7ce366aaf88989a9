"""What several tests are made of: inventories, rules and packs from a few lines of YAML."""

from pathlib import Path
from textwrap import dedent

from secaudit import intake, packs
from secaudit.checks import CHECKS
from secaudit.documents import check, parse
from secaudit.model import Inventory
from secaudit.network import connect
from secaudit.packs import Rulebook
from secaudit.policy import Answer, Rule, Scope

DAY = "2026-11-22"
RULE = """\
id: TST-01
name: test-rule
title: {vi: Quy tắc thử, en: A rule to test with}
severity: %(severity)s
basis: ORG
confidence: high
rationale: {vi: Vì thử, en: Because we test}
remediation: {vi: Sửa, en: Repair it}
message: {vi: "%(vi)s", en: "%(en)s"}
examples:
  - {pass: nothing is there, inventory: {secaudit: 1}}
  - {fail: nothing is there either, inventory: {secaudit: 1}, finds: [x]}
"""
PACK = """\
id: test
title: {vi: Gói thử, en: Test pack}
version: "1"
in_force: {from: 2020-01-01}
levels: levels.yaml
parameters:
  months: {title: {vi: Tháng, en: Months}, type: int, default: 24, minimum: 1, maximum: 60}
"""
LEVELS = """\
id: test-levels
title: {vi: Tiêu chí, en: Criteria}
levels:
  - level: 3
    criteria: [{id: c3, clause: "3.1", title: {vi: Bí mật, en: Secrets}, when: "'state_secret' in information"}]
  - level: 2
    criteria: [{id: c2, clause: "2.1", title: {vi: Riêng, en: Private}, when: "'private' in information"}]
"""


def inventory(text: str, *more: str) -> Inventory:
    """The inventory of one or more files, given as YAML; `secaudit: 1` is added."""
    pieces = []
    for number, content in enumerate((text, *more)):
        document = parse(f"file{number}.yaml", f"secaudit: 1\n{dedent(content)}".encode())
        check(document, "inventory")
        pieces.append((document.text, intake.fragment(document)))
    return intake.build(pieces)


def scope(text: str, as_of: str = DAY) -> Scope:
    """The scope of a whole inventory, network included."""
    built = inventory(text)
    return Scope(built, as_of, connect(built, as_of))


def write_pack(folder: Path, *rules: str, pack: str = PACK, levels: str = LEVELS) -> Path:
    """Write a pack; each rule is the text after the fixed head of a rule."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(pack, encoding="utf-8")
    (folder / "levels.yaml").write_text(levels, encoding="utf-8")
    for number, text in enumerate(rules, 1):
        content = text.replace("TST-01", f"TST-{number:02}")
        (folder / f"TST-{number:02}-test-rule.yaml").write_text(content, encoding="utf-8")
    return folder


def rule_text(body: str, *, severity: str = "high", vi: str = "{subject} sai", en: str = "{subject} is wrong") -> str:
    """A rule document; the body gives `check`, `with` and whatever else."""
    return RULE % {"severity": severity, "vi": vi, "en": en} + dedent(body)


def load(folder: Path, as_of: str = DAY, **parameters: int | str) -> Rulebook:
    """The rules of one pack."""
    return packs.load([folder], CHECKS, as_of=as_of, parameters=parameters)


def rule(folder: Path, body: str, **rest: str) -> Rule:
    """One bound rule."""
    return load(write_pack(folder, rule_text(body, **rest))).rules[0]


def answer(folder: Path, body: str, text: str, as_of: str = DAY) -> Answer:
    """What the check of one rule says of an inventory."""
    message = {"vi": "sai", "en": "wrong"}
    return rule(folder, body, **message).check.run(scope(text, as_of))


def states(found: Answer) -> dict[str, str]:
    """The state of every violation by its subject."""
    return {violation.subject: violation.state for violation in found.violations}
