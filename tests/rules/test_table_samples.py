"""The table rules on real disclosures: what contradicts itself is found, and nothing else is reported.

Places are those of the gold lists beside the samples; a rule may be quieter (a note), never louder.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from auditor.check.run import check, registry
from auditor.model import Level, Verdict
from auditor.read import read

TABLES = [rule for rule in registry() if rule.id.startswith(("within-table.", "across-tables."))]
LOUD = {
    "xinzhou-congress-2023.txt": {
        ("within-table.balance", 957),
        ("within-table.cost", 964),
        ("within-table.execution-score", 957),
        ("within-table.grade", 967),
        ("within-table.missed-target", 852),
        ("within-table.total-score", 749),
        ("within-table.total-score", 967),
        ("across-tables.self-evaluation-repeat", 1207),
    },
    "linxia-congress-2023.txt": {("across-tables.overall-evaluation", 599), ("across-tables.overall-evaluation", 601)},
    "zhanyi-congress-2023-performance.txt": set(),
    "xinzhou-congress-2021-performance.txt": set(),
    "putuo-finance-2024.pdf": set(),
    "putuo-social-work-2024.pdf": set(),
    "wanli-street-budget-2024.pdf": set(),
    "daqing-bulletin-2012.html": set(),
}


@pytest.mark.shared
@pytest.mark.parametrize("name", LOUD)
def test_sample(name: str, shared: Path) -> None:
    document = read(shared / "documents" / name)
    checks, faults = check(document, (), (), TABLES)
    assert not faults
    wrong = [one for one in checks if one.verdict is Verdict.INCONSISTENT and one.level is not Level.NOTE]
    assert {(one.rule, one.reported.location.line) for one in wrong} == LOUD[name]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "least"), [("xinzhou-congress-2023.txt", 350), ("linxia-congress-2023.txt", 250), ("wanli-street-budget-2024.pdf", 700)]
)
def test_silence_is_not_blindness(name: str, least: int, shared: Path) -> None:
    checks, _ = check(read(shared / "documents" / name), (), (), TABLES)
    counted = Counter(one.verdict for one in checks)
    assert counted[Verdict.CONSISTENT] + counted[Verdict.ROUNDING] >= least
