"""The manual page of every rule: what it says, and its examples, which are run."""

from __future__ import annotations

import sys

import pytest

from auditor.check.rule import Rule
from auditor.check.run import registry
from auditor.testing import Case, examples, problems

RULES = registry()


@pytest.mark.parametrize("case", [case for rule in RULES for case in examples(rule)], ids=str)
def test_example(case: Case) -> None:
    assert not problems(case)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_manual_page(rule: Rule) -> None:
    page = sys.modules[rule.module].__doc__ or ""
    assert len(page.strip().splitlines()) >= 8, "a manual page says what is checked, why it matters and where the formula is from"
    assert {case.name.split("-")[0] for case in examples(rule)} == {"inconsistent", "consistent"}
    assert rule.title
    assert rule.title_en
    assert rule.catalogue
    assert rule.judges
