"""The worst case: hundreds of contradictions end at the bound with what was found until then, and the reader is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import auditor
from auditor.diagnose.explain import Explained, explain
from auditor.diagnose.figures import System, build
from auditor.diagnose.search import Work
from auditor.model import Audit

STEP = 2_000
"""What one step may go beyond the bound: one conflict of a long list with all its ways out."""


@pytest.fixture(scope="module")
def broken(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """A document and a copy of it with the digits 1 to 9 moved on by one: hardly a sum of the copy holds."""
    text = (corpus / "department-final-accounts-01" / "clean.txt").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("worst") / "document.txt"
    path.write_text(text + "\n\n" + text.translate(str.maketrans("123456789", "234567891")), encoding="utf-8")
    return auditor.audit(path)


def explained(audit: Audit, left: int) -> tuple[Explained, Work, System]:
    """The diagnoses of so much work."""
    system = build(audit.document, audit.claims, audit.checks)
    work = Work(0)
    work.left = left
    return explain(system, audit.findings, work), work, system


def test_two_hundred_contradictions_end_at_the_bound(broken: Audit) -> None:
    system = build(broken.document, broken.claims, broken.checks)
    assert len(system.violated) >= 200
    work = Work(len(system.drafts))
    bound = work.left
    assert bound <= Work.UNITS + Work.FOR_CHECK * len(broken.checks)
    found = explain(system, broken.findings, work)
    assert work.left >= -STEP
    assert len(found.diagnoses) >= 20
    assert found.diagnoses == broken.diagnoses


def test_the_same_work_gives_the_same_diagnoses(broken: Audit) -> None:
    one, work, _ = explained(broken, 15_000)
    two, again, _ = explained(broken, 15_000)
    assert one == two
    assert work.left == again.left


@pytest.mark.parametrize("left", [0, 3_000, 12_000])
def test_what_was_found_until_the_bound_stands(broken: Audit, left: int) -> None:
    found, work, system = explained(broken, left)
    assert work.left >= -STEP
    assert found.unreached
    known = {finding.id for finding in broken.findings}
    resolved = {identity for diagnosis in found.diagnoses for identity in diagnosis.resolves}
    assert resolved <= known
    assert resolved.isdisjoint(found.unreached)
    assert bool(resolved) is (left > 0)
    contradictions = {check for relation in system.violated for check in relation.checks}
    assert len(found.unreached) <= len(contradictions)


def test_more_work_reaches_more(broken: Audit) -> None:
    few, many, all_ = (explained(broken, left)[0] for left in (5_000, 30_000, 1_000_000))
    assert len(few.unreached) > len(many.unreached) > len(all_.unreached) == 0


def test_the_reader_is_told_what_was_not_reached(broken: Audit, corpus: Path) -> None:
    assert any("没有推断出是哪个数有误" in notice for notice in broken.document.notices)
    usual = auditor.audit(corpus / "department-final-accounts-01" / "document.txt")
    assert usual.diagnoses
    assert not any("没有推断出" in notice for notice in usual.document.notices)
