"""The audit, one line per stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from auditor import __version__
from auditor import config as configuration
from auditor.check.across import strangers
from auditor.check.doubt import as_notes, doubted, traceless
from auditor.check.rule import View
from auditor.check.run import check, chosen, findings, known, leveled, registry
from auditor.config import Config
from auditor.diagnose import attach, diagnose
from auditor.extract import extract
from auditor.lexicon import adding
from auditor.link import across, link
from auditor.model import Audit, Counterpart, Document, Fault
from auditor.read import elsewhere, read

OTHERS = ("previous", "budget", "copy", "unit")
"""What a document may be held against: last year's disclosure, the budget of the year, another publication of it, its units (``unit 1`` …)."""


def audit(path: Path, tables: Sequence[Path] = (), config: Config | None = None, others: Mapping[str, Path] | None = None) -> Audit:
    """Audit one document; see :func:`auditor.audit`."""
    settled = config or Config()
    with adding(settled.added):
        document = _noted(read(path, tables, settled.given), settled)
        claims = extract(document)
        links = link(document, claims)
        beside = {which: beheld(file) for which, file in (others or {}).items()}
        pairs = tuple(pair for which, other in beside.items() for pair in across(document, claims, other.document, other.claims, which))
        checks, faults = check(document, claims, links, chosen(settled), others=beside, counterparts=pairs)
        checks = leveled(doubted(checks, claims), settled)
        document = replace(document, notices=(*document.notices, *_doubts(document, beside, pairs)))
        unread = tuple(Fault(stage, message) for stage, message in document.faults)
        found = findings(checks, document, claims)
        explained = diagnose(document, claims, links, checks, found)
        document = replace(document, notices=(*document.notices, *explained.notices))
        attached = attach(found, explained.diagnoses)
        standard = {table.id for table in document.tables if table.kind.startswith(("final.", "budget."))}
        attached = as_notes(attached, traceless(attached, explained.diagnoses, checks, standard))
        told = {finding.check_id: finding.check for finding in attached}
        checks = tuple(told.get(f"K{number}", one) for number, one in enumerate(checks, 1))
        return Audit(document, claims, links, checks, attached, explained.diagnoses, unread + faults, __version__)


def beheld(path: Path) -> View:
    """A document that another one is held against, read, extracted and linked as if it were audited itself."""
    document = elsewhere(read(path), path.name)
    claims = extract(document)
    return View(document, claims, link(document, claims))


def _doubts(document: Document, beside: Mapping[str, View], pairs: Sequence[Counterpart]) -> Iterator[str]:
    """What makes a comparison with another document idle: the wrong year or unit, nothing readable in it."""
    strange = strangers(pairs)
    for which, view in beside.items():
        other = view.document
        name = Path(other.path).name
        yield from (f"{name}：{message}" for _, message in other.faults)
        wanted = str(int(document.year) - 1) if which == "previous" and document.year.isdigit() else document.year
        if other.year != wanted:
            yield f"{name} 是{other.year or '不明'}年的文件，不是{wanted}年的，没有多少可以与之核对"
        if which in strange:
            yield f"{name} 的数多半与本文件不符，可能不是同一单位或同一口径的文件，没有据以判断"


def configured(path: Path | None = None, *, near: Sequence[Path] = ()) -> Config:
    """The configuration in a file; without one, the nearest above the first of these places that has one; else the default.

    Raises:
        auditor.errors.ConfigError: it is wrong; names the file, the line and what is allowed.
        auditor.errors.LexiconError: a lexicon file that it names is wrong.
    """
    found = path or next((file for place in near if (file := configuration.find(place))), None)
    return configuration.read(found, known()) if found else Config()


def _noted(document: Document, config: Config) -> Document:
    """The document with a word on the rules that are not asked: silence is never a pass."""
    idle = len(registry()) - len(chosen(config))
    if not idle:
        return document
    name = config.path.name if config.path is not None else "配置"
    return replace(document, notices=(*document.notices, f"按 {name} 的设置，{len(registry())} 条规则中有 {idle} 条没有运行"))
