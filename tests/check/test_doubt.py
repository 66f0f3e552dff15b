"""Contradictions that are too many to be slips."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import auditor
from auditor.check.doubt import as_notes, doubted, traceless
from auditor.model import Check, Diagnosis, Evidence, Finding, Level, Location, Verdict


def at(row: int, column: int) -> Evidence:
    return Evidence("", "1.00", Location(), cell=f"T1/{row}/{column}")


def said(figure: str, line: int) -> Evidence:
    return Evidence("", "1.00", Location(line=line), figure=figure)


def check(reported: Evidence, *using: Evidence, verdict: Verdict = Verdict.INCONSISTENT, rule: str = "some.rule") -> Check:
    return Check(rule, verdict, reported, using, message="不符", message_en="differs")


def levels(*checks: Check) -> list[Level]:
    return [one.level for one in doubted(checks)]


def test_a_column_in_which_nothing_holds_was_misread() -> None:
    found = doubted([check(at(0, 2), at(1, 2), at(2, 2)), check(at(3, 2), at(4, 2)), check(at(5, 2), at(6, 2))])
    assert {one.level for one in found} == {Level.NOTE}
    assert all("至少有 3 处" in one.message and "at least 3" in one.message_en for one in found)
    assert all(one.verdict is Verdict.INCONSISTENT for one in found)


def test_one_wrong_figure_may_spoil_many_comparisons() -> None:
    wrong = at(0, 2)
    assert levels(*(check(wrong, at(row, 2)) for row in range(1, 6))) == [Level.ERROR] * 5


def test_a_column_that_mostly_holds_was_read() -> None:
    failed = [check(at(row, 2), at(row + 1, 2)) for row in (0, 2, 4)]
    held = [check(at(row, 2), at(row + 1, 2), verdict=Verdict.CONSISTENT) for row in (6, 8, 10)]
    assert levels(*failed, *held)[:3] == [Level.ERROR] * 3
    assert levels(*failed, *held[:2])[:3] == [Level.NOTE] * 3


def test_columns_and_rules_are_told_apart() -> None:
    assert levels(*(check(at(0, column), at(1, column)) for column in (2, 3, 4))) == [Level.ERROR] * 3
    assert levels(*(check(at(row, 2), at(row + 1, 2), rule=f"rule.{row}") for row in (0, 2, 4))) == [Level.ERROR] * 3


def test_paragraphs_between_which_most_differs_speak_of_two_things() -> None:
    between = [check(said(f"F{i}", 4), said(f"F{i + 5}", 9)) for i in range(3)]
    assert levels(*between) == [Level.NOTE] * 3
    assert levels(*between[:2]) == [Level.ERROR] * 2
    within = [check(said(f"F{i}", 4), said(f"F{i + 5}", 4)) for i in range(3)]
    assert levels(*within) == [Level.ERROR] * 3


PARAGRAPH = """某局2023年度部门决算

一、支出决算情况说明

2023年度支出合计500.00万元，比上年增加20.00万元，增长4.17%。其中：基本支出300.00万元，占60.00%；项目支出200.00万元，占40.00%。
"""


def loud(tmp_path: Path, *slips: tuple[str, str]) -> int:
    text = PARAGRAPH
    for right, wrong in slips:
        assert right in text
        text = text.replace(right, wrong, 1)
    file = tmp_path / "page.txt"
    file.write_text(text, encoding="utf-8")
    return sum(finding.level is not Level.NOTE for finding in auditor.audit(file).findings)


def test_a_paragraph_in_which_all_but_nothing_holds_was_misread(tmp_path: Path) -> None:
    assert loud(tmp_path) == 0
    assert loud(tmp_path, ("4.17%", "4.71%")) == 1
    claim = said("F1", 4)
    claims = auditor.audit(tmp_path / "page.txt").claims
    by_id = [check(replace(claim, figure=one.id), replace(claim, figure=f"{one.id}b"), rule=f"rule.{one.id}") for one in claims[:3]]
    assert [one.level for one in doubted(by_id, claims)] == [Level.NOTE] * 3
    assert [one.level for one in doubted(by_id[:2], claims)] == [Level.ERROR] * 2
    held = [replace(one, verdict=Verdict.CONSISTENT) for one in by_id]
    assert [one.level for one in doubted([*by_id, *held], claims)][:3] == [Level.ERROR] * 3


def equal(number: int, reported: Evidence, using: Evidence, cause: str = "unknown") -> tuple[Finding, Diagnosis]:
    one = replace(check(reported, using), relation=("equal", "a", "b"))
    diagnosis = Diagnosis(f"D{number}", reported.location, reported.text, "", cause, 0.8, (f"id{number}",))
    return Finding(f"id{number}", one, f"K{number}", one.level, one.message, diagnosis=diagnosis.id), diagnosis


def doubtful(*pairs: tuple[Finding, Diagnosis]) -> set[str]:
    return set(traceless([finding for finding, _ in pairs], [diagnosis for _, diagnosis in pairs]))


def test_two_numbers_of_the_narrative_without_the_trace_of_a_slip_are_two_quantities() -> None:
    assert doubtful(equal(1, said("F1", 1), said("F2", 2))) == {"id1"}
    assert doubtful(equal(1, said("F1", 1), said("F2", 2), "row-shift")) == {"id1"}
    for cause in ("digit", "transposition", "decimal-shift", "unit", "sign", "stale"):
        assert doubtful(equal(1, said("F1", 1), said("F2", 2), cause)) == set()


def test_one_number_that_differs_from_its_cell_is_an_error_and_several_are_none() -> None:
    assert doubtful(equal(1, said("F1", 1), at(1, 1))) == set()
    one, two = said("F1", 1), replace(said("F2", 2), text="3.47")
    assert doubtful(equal(1, one, at(1, 1)), equal(2, two, at(1, 1))) == {"id1", "id2"}
    assert doubtful(equal(1, one, at(1, 1)), equal(2, replace(two, text="1.00"), at(1, 1))) == set(), (
        "the same number twice: the cell is wrong"
    )
    assert doubtful(equal(1, one, at(1, 1)), equal(2, two, at(1, 1), "digit")) == set()


def test_a_finding_without_a_trace_is_kept_as_a_note_that_says_why() -> None:
    pair = equal(1, said("F1", 1), said("F2", 2))
    (found,) = as_notes([pair[0]], frozenset({"id1"}))
    assert found.level is found.check.level is Level.NOTE
    assert "两个不同的数" in found.message
    assert "two quantities" in found.check.message_en


def test_two_figures_that_both_agree_with_others_and_that_nothing_explains_are_two_quantities() -> None:
    finding, _ = equal(1, said("F1", 1), at(1, 1))
    unexplained = replace(finding, diagnosis="")
    alike = [check(said("F1", 1), at(5, 5), verdict=Verdict.CONSISTENT), check(at(1, 1), at(2, 2), verdict=Verdict.ROUNDING)]
    assert traceless([unexplained], [], alike) == {"id1"}
    assert traceless([unexplained], [], alike[:1]) == frozenset(), "nothing speaks for the cell"
    pair = equal(1, said("F1", 1), at(1, 1))
    assert traceless([pair[0]], [pair[1]], alike) == frozenset(), "one correction explains it"


def test_two_cells_of_standard_forms_are_one_quantity_whatever_closes() -> None:
    one, two = at(1, 1), replace(at(5, 5), cell="T9/5/5")
    finding, _ = equal(1, one, two)
    unexplained = replace(finding, diagnosis="")
    alike = [check(one, at(2, 2), verdict=Verdict.CONSISTENT), check(two, at(3, 3), verdict=Verdict.CONSISTENT)]
    assert traceless([unexplained], [], alike) == {"id1"}
    assert traceless([unexplained], [], alike, {one.cell.split("/")[0], "T9"}) == frozenset()


def test_one_digit_apart_is_the_trace_of_a_slip_whatever_the_diagnosis_says() -> None:
    for one, other in (
        ("641.00万元", "640.00"),
        ("1,234.50", "1,243.50"),
        ("12.34万元", "1234.00"),
        ("0.50元", "0.50万元"),
        ("17.45万元", "175,512.33"),
    ):
        assert doubtful(equal(1, replace(said("F1", 1), text=one), replace(said("F2", 2), text=other))) == set()
    for one, other in (("641.00万元", "946.94"), ("12.3%", "45.6%"), ("5", "17")):
        assert doubtful(equal(1, replace(said("F1", 1), text=one), replace(said("F2", 2), text=other))) == {"id1"}


def test_a_check_is_as_quiet_as_the_finding_that_tells_it(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# 某局2023年度部门决算\n\n九、机关运行经费支出情况说明\n2023年度机关运行经费支出139.50万元。\n\n"
        "十、其他说明\n2023年度机关运行经费支出867.24万元。\n",
        encoding="utf-8",
    )
    audit = auditor.audit(path)
    told = [finding for finding in audit.findings if finding.check.rule == "within-text.repeat"]
    assert [finding.level for finding in told] == [Level.NOTE]
    assert all(audit.checks[int(finding.check_id[1:]) - 1] == finding.check for finding in audit.findings)
