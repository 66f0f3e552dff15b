"""Run the rules: built-in ones found by a package walk, plug-ins by the entry-point group ``auditor.rules``."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import entry_points
from typing import Any
from unicodedata import normalize

import auditor.rules
from auditor.check.rule import Rule, View
from auditor.config import Config, names
from auditor.model import Cell, Check, Claim, Counterpart, Document, Evidence, Fault, Finding, Level, Link, Role, Table, Unlinked, Verdict


@cache
def registry() -> tuple[Rule, ...]:
    """All rules, by id."""
    found: list[Rule] = []
    for package in pkgutil.iter_modules(auditor.rules.__path__, "auditor.rules."):
        if not package.ispkg:
            continue
        path = importlib.import_module(package.name).__path__
        for module in pkgutil.iter_modules(path, package.name + "."):
            rule = getattr(importlib.import_module(module.name), "rule", None)
            if isinstance(rule, Rule):
                found.append(rule)
    for entry in entry_points(group="auditor.rules"):
        plugin = entry.load()
        rule = plugin if isinstance(plugin, Rule) else getattr(plugin, "rule", None)
        if isinstance(rule, Rule):
            found.append(rule)
    return tuple(sorted(found, key=lambda rule: rule.id))


def known() -> frozenset[str]:
    """What a configuration may call rules: their ids and families, ids and families of the catalogue."""
    return frozenset(name for rule in registry() for name in names(rule.id, rule.catalogue))


def chosen(config: Config) -> tuple[Rule, ...]:
    """The rules that a configuration lets run."""
    return tuple(rule for rule in registry() if config.runs(rule.id, rule.catalogue))


def leveled(checks: Iterable[Check], config: Config) -> tuple[Check, ...]:
    """The checks with the levels that a configuration gives to their rules."""
    if not config.levels:
        return tuple(checks)
    rules = {rule.id: rule for rule in registry()}
    found = []
    for one in checks:
        rule = rules[one.rule]
        found.append(replace(one, level=Level(config.loudness(rule.id, rule.catalogue, rule.level, one.level))))
    return tuple(found)


def check(
    document: Document,
    claims: tuple[Claim, ...],
    links: tuple[Link | Unlinked, ...],
    rules: Iterable[Rule] | None = None,
    *,
    others: Mapping[str, View] | None = None,
    counterparts: tuple[Counterpart, ...] = (),
) -> tuple[tuple[Check, ...], tuple[Fault, ...]]:
    """Every check of every rule, and the faults of rules that crashed."""
    view = View(document, claims, links, others or {}, counterparts)
    nouns: dict[type, tuple[Any, ...]] = {
        Document: (document,),
        Table: document.tables,
        Claim: claims,
        Link: tuple(link for link in links if isinstance(link, Link)),
        Unlinked: tuple(link for link in links if isinstance(link, Unlinked)),
        Counterpart: counterparts,
    }
    checks: list[Check] = []
    faults: list[Fault] = []
    lost = {table.id: cells for table in document.tables if (cells := _lost(table))}
    for rule in registry() if rules is None else rules:
        for noun, judge in rule.judges:
            for subject in nouns[noun]:
                try:
                    checks.extend(judge(subject, view))
                except Exception as error:  # a broken rule is our fault, loudly, and costs no other rule
                    faults.append(Fault("check", f"规则 {rule.id} 出错：{type(error).__name__}: {error}"))
                    break
    if any(claim.location.confidence < 1 for claim in claims) or any(c.location.confidence < 1 for t in document.tables for c in t.cells):
        sure = _confirmed(checks)
        checks = [_sober(one, lost, sure) for one in checks]
    return tuple(checks), tuple(faults)


DOUBTFUL = 0.9
"""How sure recognition is at least of every character of a figure on which an error may rest."""


_EXACT = frozenset({"sum", "equal"})
"""Relations in which every digit counts."""


def _lost(table: Table) -> tuple[Cell, ...]:
    """The doubtful cells that a sum may have left out: blank because nothing was recognised, read as words, as nothing, or a code."""
    found = []
    for cell in table.cells:
        if cell.location.confidence < DOUBTFUL:
            digits = sum(map(str.isdigit, cell.text))
            wordy = cell.quantity is None and digits >= (3 if cell.role in (Role.STUB, Role.HEAD) else 1)
            if cell.blank or wordy or (cell.quantity is not None and not cell.quantity.value):
                found.append(cell)
    return tuple(found)


def _confirmed(checks: Iterable[Check]) -> frozenset[str]:
    """Ids of the doubtful figures that are as they were read: sums over figures that are sure, and second printings, agree with them.

    A figure of less than three digits might agree by chance.
    """
    found: set[str] = set()
    for one in checks:
        used = (one.reported, *one.using)
        if one.verdict is Verdict.CONSISTENT and one.relation[:1] and one.relation[0] in _EXACT and len({_decimals(e) for e in used}) == 1:
            doubtful = {_id(e): e for e in used if e.location.confidence < DOUBTFUL}
            if len(doubtful) == 1:
                found.update(key for key, e in doubtful.items() if sum(map(str.isdigit, e.text)) > 2)
    return frozenset(found)


def _decimals(evidence: Evidence) -> int:
    """Digits behind the point: a coarser figure confirms no finer one."""
    return len(found[1]) if (found := re.search(r"\.(\d+)", normalize("NFKC", evidence.text))) else 0


def _id(evidence: Evidence) -> str:
    return evidence.figure or evidence.cell


def _sober(check: Check, lost: Mapping[str, Iterable[Cell]], confirmed: frozenset[str] = frozenset()) -> Check:
    """The check; a contradiction that rests on what was recognised in a picture says so, and on a doubtful figure it is no error by itself.

    ``lost``: the cells of each table that may be missing in a sum, which count where they stand in a row or column of the check, and
    doubtful labels anywhere; ``confirmed``: ids of figures that are doubtful no more.
    """
    if check.verdict is not Verdict.INCONSISTENT:
        return check
    used = (check.reported, *check.using)
    least = min((e for e in used if _id(e) not in confirmed), key=lambda e: e.location.confidence, default=check.reported)
    missing = not check.reported.figure and any(_crosses(cell, e) for e in used if e.cell for cell in lost.get(e.cell.split("/")[0], ()))
    if all(e.location.confidence == 1 for e in used) and not missing:
        return check
    doubt, doubt_en = "", ""
    if least.location.confidence < DOUBTFUL and _id(least) not in confirmed:
        doubt = f"，其中“{least.text}”识别把握仅 {least.location.confidence:.0%}"
        doubt_en = f", {least.location.confidence:.0%} sure of “{least.text}”"
    elif missing:
        doubt, doubt_en = "，表中有的数字识别把握不足", ", and other figures of the table are doubtful"
    return replace(
        check,
        level=Level.WARNING if doubt and check.level is Level.ERROR else check.level,
        message=f"{check.message}（依据图像识别的文字{doubt}，须对照原件）",
        message_en=f"{check.message_en} (rests on recognised text{doubt_en}; see the original)" if check.message_en else "",
    )


def _crosses(cell: Cell, evidence: Evidence) -> bool:
    """Whether a cell stands in the row or column of a figure, or is a label, on which the rows of a sum may depend."""
    if cell.role in (Role.STUB, Role.HEAD):
        return True
    _, row, column = evidence.cell.rsplit("/", 2)
    return str(cell.row) == row or str(cell.column) == column


def findings(checks: Iterable[Check], document: Document, claims: Iterable[Claim] = ()) -> tuple[Finding, ...]:
    """The inconsistent checks as findings, errors first, then in reading order; each id is stable and unique."""
    found = _findings(checks, document, {claim.id: claim for claim in claims})
    return tuple(sorted(found, key=lambda f: ("error warning note".split().index(f.level), _place(f))))


def _findings(checks: Iterable[Check], document: Document, claims: Mapping[str, Claim]) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for position, one in enumerate(checks, 1):
        if one.verdict is not Verdict.INCONSISTENT:
            continue
        key = fingerprint(one, document, claims)
        seen[key] += 1
        yield Finding(key if seen[key] == 1 else f"{key}-{seen[key]}", one, f"K{position}", one.level, one.message)


def fingerprint(check: Check, document: Document, claims: Mapping[str, Claim]) -> str:
    """What a finding is known by from one audit to the next: its rule, the document's own words, and the printed figures.

    Neither lines and pages nor the ordinals of paragraphs, tables and sections are part of it, nor the blanks and the width of
    characters, which change from one format to another: a paragraph or table more leaves the other findings what they were.
    """
    words = [check.rule, *_words(check.reported, document, claims), *sorted("\0".join(_words(e, document, claims)) for e in check.using)]
    return hashlib.sha256("|".join("".join(normalize("NFKC", word).split()) for word in words).encode()).hexdigest()[:12]


def _words(evidence: Evidence, document: Document, claims: Mapping[str, Claim]) -> list[str]:
    """What a piece of evidence is about, in the words of the document, and as printed."""
    claim, place = claims.get(evidence.figure), evidence.location
    table = next((t for t in document.tables if t.id == place.table), None) if place.table is not None else None
    title = table.title if table is not None else ""
    if claim is not None:
        section = claim.passage.section
        return [title, section.title if section else "", claim.subject, claim.kind, evidence.text]
    if table is None:
        return [_ORDINAL.sub("", evidence.label), evidence.text]
    if place.row is None or place.column is None:
        return [title, evidence.text if evidence.text != table.id else ""]
    row = table.rows[place.row] if place.row < len(table.rows) else ()
    cell = row[place.column] if place.column < len(row) else None
    return [title, *((*cell.stub, *cell.path) if cell is not None else ()), evidence.text]


_ORDINAL = re.compile(
    r"第[\d一二三四五六七八九十百零〇]+(?:部分|章|段|行|页|张|条|项)|表\d+|(?:^|(?<=[\s›·]))[（(]?[\d一二三四五六七八九十]+[）)、.．]"
)


def _place(finding: Finding) -> tuple[int, int, int, int]:
    place = finding.check.reported.location
    return (place.page or 0, place.line or place.paragraph or 0, place.row or 0, place.start or 0)
