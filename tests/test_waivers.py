"""Waiver files: what they may say, which findings they fit, and errors that name the file and the line."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import waivers
from auditor.errors import ConfigError
from auditor.model import Audit, Decision, Review

FULL = """# 由审核报告页面导出
[[waiver]]
fingerprint = "a1b2c3d4e5f6"
rule = "text-table.amount"
document = "某单位2023年度部门决算.txt"
verdict = "误报"
who = "张三"
when = 2024-09-30
why = "口径不同"

[[waiver]]
fingerprint = 'b2c3d4e5f6a1'
verdict = "confirmed"
when = "昨天"
"""


@pytest.fixture
def sample() -> Audit:
    made = runpy.run_path(str(Path(__file__).resolve().parent / "report" / "sample.py"))["audit"]()
    assert isinstance(made, Audit)
    return made


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_load(tmp_path: Path) -> None:
    first, second = waivers.load(write(tmp_path / "w.toml", FULL))
    assert first == Review(
        "a1b2c3d4e5f6", Decision.FALSE_ALARM, "text-table.amount", "某单位2023年度部门决算.txt", "张三", "2024-09-30", "口径不同"
    )
    assert second == Review("b2c3d4e5f6a1", Decision.CONFIRMED, when="昨天")
    assert waivers.load(write(tmp_path / "bom.toml", "\ufeff" + FULL))
    assert waivers.load(write(tmp_path / "empty.toml", "# 没有\n")) == ()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (FULL + 'x = "1', 15, "不是合法的 TOML"),
        (FULL + 'reason = "?"\n', 15, "不认识的键 reason"),
        (FULL.replace("[[waiver]]", "[[waivers]]"), 2, "不认识的键 waivers"),
        (FULL.replace('"误报"', '"没事"'), 6, "没有 verdict “没事”"),
        (FULL.replace("fingerprint = 'b2c3d4e5f6a1'\n", ""), 11, "缺少 fingerprint"),
        (FULL.replace('verdict = "confirmed"\n', ""), 11, "缺少 verdict"),
        (FULL.replace('verdict = "confirmed"', 'verdict = " "'), 13, "缺少 verdict"),
        (FULL.replace('"口径不同"', "3"), 9, "why 应是字符串"),
        (FULL.replace('when = "昨天"', "when = 3"), 14, "when 应是日期或字符串"),
        (FULL + "[[waiver]]\nverdict = '误报'\nfingerprint = 'b2c3d4e5f6a1'\n", 17, "重复"),
        ("\nwaiver = 3\n", 2, "两层方括号"),
        ("[waiver]\nfingerprint = 'a'\n", 1, "两层方括号"),
        ("\nwaiver = [1]\n", 1, "应是一张表"),
    ],
)  # fmt: skip
def test_errors_name_the_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = write(tmp_path / "w.toml", text)
    with pytest.raises(ConfigError) as caught:
        waivers.load(path)
    assert str(caught.value).startswith(f"{path}:{line}：")
    assert said in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="读不了"):
        waivers.load(tmp_path / "missing.toml")
    (tmp_path / "gbk.toml").write_bytes(FULL.encode("gbk"))
    with pytest.raises(ConfigError, match="UTF-8"):
        waivers.load(tmp_path / "gbk.toml")


def test_apply(sample: Audit, tmp_path: Path) -> None:
    reviewed, unused = waivers.apply(sample, waivers.load(write(tmp_path / "w.toml", FULL)))
    assert unused == ()
    first, second, third = reviewed.findings
    assert first.waived == "误报（张三，2024-09-30）：口径不同"
    assert second.waived == ""
    assert second.review is not None
    assert third.review is None
    assert reviewed.to_dict()["summary"]["errors"] == 0
    assert reviewed.to_dict()["summary"]["warnings"] == 1


@pytest.mark.parametrize(
    ("more", "fits"),
    [
        ({}, True), ({"rule": "text-table.amount"}, True), ({"rule": "text-table.share"}, False),
        ({"document": "某单位2023年度部门决算.txt"}, True), ({"document": "样本\\某单位2023年度部门决算.txt"}, True),
        ({"document": "./样本/某单位2023年度部门决算.txt"}, True), ({"document": "别处/某单位2023年度部门决算.txt"}, False),
        ({"document": "2023年度部门决算.txt"}, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("decision", list(Decision))
def test_which_finding_a_review_fits(sample: Audit, more: dict[str, str], fits: bool, decision: Decision) -> None:
    review = Review(sample.findings[0].id, decision, **more)
    reviewed, unused = waivers.apply(sample, [review])
    assert (reviewed.findings[0].review == review) is fits
    assert bool(reviewed.findings[0].waived) is (fits and decision in (Decision.FALSE_ALARM, Decision.ACCEPTED))
    assert unused == (() if fits or "document" in more else (review,))


def test_the_last_file_wins(sample: Audit) -> None:
    one = Review(sample.findings[0].id, Decision.FALSE_ALARM)
    two = replace(one, decision=Decision.CONFIRMED)
    assert waivers.apply(sample, [one, two])[0].findings[0].review == two
