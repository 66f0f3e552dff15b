"""Every rule against its own cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.check.rule import Rule
from auditor.check.run import registry
from auditor.model import Verdict
from auditor.testing import Case, cases, problems

CASES = cases(Path(__file__).parent)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    assert not problems(case)


@pytest.mark.parametrize("rule", registry(), ids=lambda rule: rule.id)
def test_cases_of_all_verdicts(rule: Rule) -> None:
    verdicts = {wanted.verdict for case in CASES if case.rule is rule for wanted in case.expect}
    missing = {Verdict.INCONSISTENT, Verdict.CONSISTENT, Verdict.UNDECIDED} - verdicts
    assert not missing, f"tests/rules/{rule.id.replace('-', '_').replace('.', '/')}.yaml has no case of {sorted(missing)}"
