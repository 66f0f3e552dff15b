"""The audit, one line per stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from auditor import __version__
from auditor import config as configuration
from auditor.check.run import check, chosen, findings, known, leveled, registry
from auditor.config import Config
from auditor.diagnose import attach, diagnose
from auditor.extract import extract
from auditor.lexicon import adding
from auditor.link import link
from auditor.model import Audit, Document, Fault
from auditor.read import read


def audit(path: Path, tables: Sequence[Path] = (), config: Config | None = None) -> Audit:
    """Audit one document; see :func:`auditor.audit`."""
    settled = config or Config()
    with adding(settled.added):
        document = _noted(read(path, tables, settled.given), settled)
        claims = extract(document)
        links = link(document, claims)
        checks, faults = check(document, claims, links, chosen(settled))
        checks = leveled(checks, settled)
        unread = tuple(Fault(stage, message) for stage, message in document.faults)
        found = findings(checks, document, claims)
        diagnoses = diagnose(document, claims, links, checks, found)
        return Audit(document, claims, links, checks, attach(found, diagnoses), diagnoses, unread + faults, __version__)


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
