"""The harness itself: what it demands of a rule, and how it says what went wrong."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.check.rule import Rule, View
from auditor.errors import AuditorError
from auditor.model import Check, Interval, Table, Verdict
from auditor.testing import Case, Expected, cases, examples, problems, run

DOCUMENT = """\
支出决算表

金额单位：万元

| 项目 | 决算数 |
|---|---|
| 合计 | 7.00 |
| 教育支出 | 6.00 |
"""


def rule_of(module: str = "plugin.rules.within_table.sevens") -> Rule:
    rule = Rule(module, title="没有七", title_en="No sevens", catalogue=("X-1",))

    @rule.over(Table)
    def judge(table: Table, view: View) -> Iterator[Check]:
        for cell in table.figures:
            assert cell.quantity is not None
            if "8" in cell.text:
                raise ValueError("eight")
            yield rule.compare(cell, Interval.exact(60000), [], formula="6 = 6")

    return rule


def case(*expect: Expected, document: str = DOCUMENT, rule: Rule | None = None) -> Case:
    return Case(rule or rule_of(), "a", document, expect)


def write(folder: Path, text: str, name: str = "sevens") -> Path:
    path = folder / "within_table" / f"{name}.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return folder


def expected(verdict: str, **more: object) -> str:
    fields = "".join(f", {key}: {value}" for key, value in more.items())
    return f"- name: a\n  document: |\n    支出决算表\n\n    | 项目 | 决算数（万元） |\n    |---|---|\n    | 合计 | 7.00 |\n  expect:\n    - {{verdict: {verdict}{fields}}}\n"


def test_all_is_well() -> None:
    checks = run(case())
    assert [str(check.verdict) for check in checks] == ["inconsistent", "consistent"]
    inconsistent = Expected(Verdict.INCONSISTENT, "7.00", 7, "6.00万元", "error")
    assert problems(case(inconsistent, Expected(Verdict.CONSISTENT, "6.00"))) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "8"},
        {"text": "7.00", "line": 1},
        {"text": "7.00", "computed": "9.00万元"},
        {"text": "7.00", "level": "note"},
        {"reason": "x"},
    ],
)
def test_what_is_missing_is_said(fields: dict[str, object]) -> None:
    found = problems(case(Expected(Verdict.INCONSISTENT, **fields)))  # type: ignore[arg-type]
    assert found[0].startswith("missing")
    assert any(line.startswith("made: inconsistent 7.00") for line in found)


def test_every_contradiction_must_be_expected() -> None:
    assert any(line.startswith("not expected") for line in problems(case()))


def test_a_crash_is_raised() -> None:
    with pytest.raises(AuditorError, match="eight"):
        run(case(document=DOCUMENT.replace("7.00", "8.00")))


def test_cases_are_read_for_given_rules(tmp_path: Path) -> None:
    folder = write(tmp_path, expected("inconsistent", at='{line: 5, text: "7"}', computed="6.00万元"))
    found = cases(folder, [rule_of()])
    assert [str(one) for one in found] == ["within-table.sevens/a"]
    assert found[0].expect[0].line == 5
    assert problems(found[0]) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (expected("wrong"), "wrong"),
        (expected("consistent", at="{column: 3}"), "column"),
        (expected("consistent", colour="red"), "colour"),
        ("- {name: a, expect: []}\n", "document"),
    ],
)
def test_a_wrong_case_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(AuditorError, match=f"sevens.yaml.*{message}"):
        cases(write(tmp_path, text), [rule_of()])


def test_a_case_file_without_a_rule(tmp_path: Path) -> None:
    with pytest.raises(AuditorError, match="eights"):
        cases(write(tmp_path, "[]", name="eights"), [rule_of()])


def test_examples_of_a_manual_page() -> None:
    module = types.ModuleType(
        "plugin.rules.within_table.paged", "没有七\n\nWords.\n\nInconsistent::\n\n    支出决算表\n\n      决算\n\nConsistent::\n\n    一\n"
    )
    sys.modules[module.__name__] = module
    try:
        found = examples(rule_of(module.__name__))
    finally:
        del sys.modules[module.__name__]
    assert [(one.name, one.document) for one in found] == [("inconsistent-1", "支出决算表\n\n  决算\n"), ("consistent-2", "一\n")]
