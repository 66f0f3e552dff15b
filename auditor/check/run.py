"""Run the rules: built-in ones found by a package walk, plug-ins by the entry-point group ``auditor.rules``."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import entry_points
from typing import Any

import auditor.rules
from auditor.check.rule import Rule, View
from auditor.model import Check, Claim, Document, Fault, Finding, Link, Table, Unlinked, Verdict


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


def check(
    document: Document, claims: tuple[Claim, ...], links: tuple[Link | Unlinked, ...], rules: Iterable[Rule] | None = None
) -> tuple[tuple[Check, ...], tuple[Fault, ...]]:
    """Every check of every rule, and the faults of rules that crashed."""
    view = View(document, claims, links)
    nouns: dict[type, tuple[Any, ...]] = {
        Document: (document,),
        Table: document.tables,
        Claim: claims,
        Link: tuple(link for link in links if isinstance(link, Link)),
        Unlinked: tuple(link for link in links if isinstance(link, Unlinked)),
    }
    checks: list[Check] = []
    faults: list[Fault] = []
    for rule in registry() if rules is None else rules:
        for noun, judge in rule.judges:
            for subject in nouns[noun]:
                try:
                    checks.extend(judge(subject, view))
                except Exception as error:  # a broken rule is our fault, loudly, and costs no other rule
                    faults.append(Fault("check", f"规则 {rule.id} 出错：{type(error).__name__}: {error}"))
                    break
    return tuple(checks), tuple(faults)


def findings(checks: Iterable[Check], document: Document) -> tuple[Finding, ...]:
    """The inconsistent checks as findings, errors first, then in reading order; each id is stable and unique."""
    return tuple(sorted(_findings(checks, document), key=lambda f: ("error warning note".split().index(f.level), _place(f))))


def _findings(checks: Iterable[Check], document: Document) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for position, one in enumerate(checks, 1):
        if one.verdict is not Verdict.INCONSISTENT:
            continue
        words = "|".join([one.rule, one.reported.label, one.reported.text, *(e.text for e in one.using)])
        key = hashlib.sha256(words.encode()).hexdigest()[:12]
        seen[key] = seen.get(key, 0) + 1
        identity = key if seen[key] == 1 else f"{key}-{seen[key]}"
        yield Finding(identity, one, f"K{position}", one.level, one.message)


def _place(finding: Finding) -> tuple[int, int, int, int]:
    place = finding.check.reported.location
    return (place.page or 0, place.line or place.paragraph or 0, place.row or 0, place.start or 0)
