"""Ids of findings: the same finding is known by the same id wherever it has moved to."""

from __future__ import annotations

from pathlib import Path

import pytest

import auditor
from auditor.model import Audit

HEAD = "# 某某局2023年度部门决算\n\n## 第三部分 决算情况说明\n\n"
EXPENDITURE = """### 一、支出决算情况说明

2023年度支出合计641.00万元，其中：基本支出452.36万元，占75.68%；项目支出187.64万元，占29.27%。

"""
TABLE = """支出决算表

单位：万元

| 项目 | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|
| 合计 | 640.00 | 452.36 | 187.64 |
| 一般公共服务支出 | 600.00 | 412.36 | 187.64 |
| 住房保障支出 | 41.00 | 40.00 | 0.00 |

"""
VEHICLES = "### 一、车辆情况说明\n\n年末共有车辆3辆，其中：轿车1辆、越野车2辆。\n\n"
STAFF = """人员情况表

单位：人

| 项目 | 人数 |
|---|---|
| 合计 | 12 |
| 在职 | 10 |
| 离休 | 2 |

"""
PAGES = {
    "as it is": HEAD + EXPENDITURE + TABLE,
    "a line more": HEAD + "\n\n\n" + EXPENDITURE + TABLE,
    "a paragraph more": HEAD + EXPENDITURE.replace("\n\n2023", "\n\n单位按照规定编制决算。\n\n2023") + TABLE,
    "a section more": HEAD + VEHICLES + EXPENDITURE.replace("一、", "二、") + TABLE,
    "a table more": HEAD + STAFF + EXPENDITURE + TABLE,
    "other blanks": HEAD + EXPENDITURE.replace("，其中", " ，其中") + TABLE.replace("| 640", "|  640"),
    "full width": HEAD + EXPENDITURE + TABLE.replace("| 合计 |", "| 合　计 |"),
}


def audit(path: Path, page: str) -> Audit:
    path.write_text(page, encoding="utf-8")
    return auditor.audit(path)


@pytest.mark.parametrize("change", PAGES)
def test_moved_findings_keep_their_ids(tmp_path: Path, change: str) -> None:
    before, after = audit(tmp_path / "a.md", PAGES["as it is"]), audit(tmp_path / "b.md", PAGES[change])
    assert len({finding.id for finding in before.findings}) == len(before.findings) > 2
    assert {finding.id for finding in before.findings} == {finding.id for finding in after.findings}


def test_another_figure_is_another_finding(tmp_path: Path) -> None:
    before = audit(tmp_path / "a.md", PAGES["as it is"])
    after = audit(tmp_path / "b.md", PAGES["as it is"].replace("75.68%", "74.68%"))
    lost = {finding.id: finding.check.rule for finding in before.findings if finding.id not in {f.id for f in after.findings}}
    assert set(lost.values()) == {"within-text.share"} or len(lost) == 1


def test_equal_findings_have_ids_of_their_own(tmp_path: Path) -> None:
    twice = audit(tmp_path / "a.md", HEAD + EXPENDITURE + EXPENDITURE.split("\n\n", 1)[1] + TABLE)
    ids = [finding.id for finding in twice.findings]
    assert len(set(ids)) == len(ids)
