"""The rules about words, names and form on real disclosures: what is wrong is found, and nothing else is loud.

Places are those of the gold lists beside the samples; a rule may be quieter (a note), never louder.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.check.run import check, registry
from auditor.extract import extract
from auditor.link import link
from auditor.model import Level, Verdict
from auditor.read import read

ALSO = (
    "enumerated-subjects",
    "purpose",
    "procurement",
    "list-length",
    "implied-change",
    "share-sum",
    "reception",
    "purpose-items",
    "vehicles",
)
RULES = [rule for rule in registry() if rule.id.startswith("document.") or rule.id.split(".")[1] in ALSO]
LOUD = {
    "xinzhou-congress-2023.txt": {
        ("document.classification-name", 438),
        ("document.classification-name", 452),
        ("document.classification-name", 518),
    },
    "linxia-congress-2023.txt": {("document.unfilled-slot", 163), ("within-text.implied-change", 92)},
    "zhanyi-congress-2023-performance.txt": set(),
    "xinzhou-congress-2021-performance.txt": set(),
    "putuo-finance-2024.pdf": {("text-table.enumerated-subjects", 382), ("within-text.share-sum", 335)},
    "putuo-social-work-2024.pdf": {
        ("document.instruction", 255),
        ("document.instruction", 266),
        ("text-table.enumerated-subjects", 340),
        ("within-text.procurement", 376),
        ("within-text.purpose", 329),
    },
    "wanli-street-budget-2024.pdf": {("document.empty-table", 484), ("within-text.purpose", 132)},
    "daqing-bulletin-2012.html": set(),
}
NOTES = {
    "xinzhou-congress-2023.txt": {
        ("document.repeated-words", 502),
        ("document.contents", 1027),
        ("document.enumeration", 518),
        ("document.footnote", 222),
        ("document.ordinals", 393),
        ("document.conflicting-reasons", 1106),
        ("document.reason-against-figures", 864),
    },
    "linxia-congress-2023.txt": {
        ("document.malformed", 799),
        ("document.enumeration", 553),
        ("document.project-name", 698),
        ("document.table-head", 265),
    },
    "zhanyi-congress-2023-performance.txt": {("document.copied-result", 67), ("document.indicator-unit", 42), ("document.stale-event", 45)},
}


@pytest.mark.shared
@pytest.mark.parametrize("name", LOUD)
def test_sample(name: str, shared: Path) -> None:
    document = read(shared / "documents" / name)
    claims = extract(document)
    checks, faults = check(document, claims, link(document, claims), RULES)
    assert not faults
    wrong = [one for one in checks if one.verdict is Verdict.INCONSISTENT]
    assert {(one.rule, one.reported.location.line) for one in wrong if one.level is not Level.NOTE} == LOUD[name]
    assert NOTES.get(name, set()) <= {(one.rule, one.reported.location.line) for one in wrong}
