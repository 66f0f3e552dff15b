"""绩效指标填写完整：有名称、有可以衡量的指标值

An indicator that earns points says what is measured and what was aimed at: it has a name, a target that is filled in, a single value where its sign
asks for one (not ≥1-2次), and a sign (指标性质) where the form has a column for it and the other rows use it.

Why it matters: what has no target cannot be missed. Formula: rules.md PF-10; 财预〔2013〕53号, 财预〔2020〕10号: 指标应当清晰、可衡量.

Rows of the form that were left empty altogether are no indicators.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 210盏 | 50 | 50 |
    | 产出指标 | 成本指标 | 维护成本 | 未填报 | 达成预期 | 20 | 10 |

Consistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 210盏 | 50 | 50 |
    | 产出指标 | 成本指标 | 维护成本 | ≤30万元 | 28万元 | 20 | 20 |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from auditor.check.footing import nominal
from auditor.check.rule import Rule, View
from auditor.check.scoring import appraised
from auditor.check.wording import plain
from auditor.lexicon import worded
from auditor.model import Cell, Check, Level, Role, Table, Verdict

rule = Rule(
    __name__,
    title="绩效指标有名称、有可以衡量的指标值",
    title_en="Indicators have a name and a target that can be measured",
    catalogue=("PF-10",),
    level=Level.NOTE,
)
_EMPTY = r"(?:{not_filled_in}|/|／|[-—–]+|无)?"
_NAMELESS = r"(?:指标\d*[:.]?|{not_filled_in}|[.…]+|/|[-—]+)"
_RANGE = regex.compile(r"\d+[-—–~～至]\d+(?:\D|$)")
_SIGN = r"[≥≤><=＝≧≦]|{signs_in_words}"


@rule.over(Table)
def indicators(table: Table, view: View) -> Iterator[Check]:
    """Look at every row that earns points or states a result."""
    if not appraised(table):
        return
    signs = _signs(table)
    for row in table.rows:
        target = next((c for c in reversed(row) if c.kind == "target"), None)
        weight = next((c for c in row if c.kind == "weight" and c.quantity is not None and nominal(c)), None)
        actual = next((c for c in row if c.kind == "actual" and c.text.strip()), None)
        if target is None or not target.aspects.measure.startswith("指标.") or (weight is None and actual is None):
            continue
        yield _judge(row, target, weight or actual or target, signs)


def _judge(row: Sequence[Cell], target: Cell, said: Cell, signs: frozenset[int]) -> Check:
    text = plain(target.text).text
    name = plain(target.stub[-1]).text if target.stub else ""
    sign = next((c for c in row if c.column in signs), None)
    wrong = ""
    if not name or worded(_NAMELESS).fullmatch(name):
        wrong = "没有指标名称"
    elif worded(_EMPTY).fullmatch(text):
        wrong = f"指标值{'为' + chr(0x201C) + target.text.strip() + chr(0x201D) if target.text.strip() else '没有填写'}，却有分值或完成值"
    elif _RANGE.search(text) and (worded(_SIGN).search(text) or (sign is not None and worded(_SIGN).search(sign.text))):
        wrong = f"指标值“{target.text.strip()}”是一个区间，与它的符号不能并用"
    elif signs and target.quantity is not None and not worded(_SIGN).search(text) and (sign is None or not sign.text.strip()):
        wrong = "没有写指标性质（≥、=、≤）"
    if not wrong and target.quantity is None:
        return rule.undecided(target, "指标值是文字，能否衡量要由人判断")
    return rule.result(
        Verdict.INCONSISTENT if wrong else Verdict.CONSISTENT,
        target if target.text.strip() else said,
        display="补齐指标" if wrong else "",
        message=f"{target.label or name}：{wrong}" if wrong else "",
        message_en=f"{target.label or name}: the indicator is not complete" if wrong else "",
    )


def _signs(table: Table) -> frozenset[int]:
    """The columns of 指标性质 that most rows with a target fill in."""
    columns = {c.column for row in table.rows for c in row if c.role is Role.HEAD and "性质" in plain(c.text).text}
    rows = [row for row in table.rows if any(c.kind == "target" and c.text.strip() for c in row)]
    return frozenset(
        column
        for column in columns
        if 2 * sum(any(c.column == column and worded(_SIGN).search(c.text) for c in row) for row in rows) > len(rows)
    )
