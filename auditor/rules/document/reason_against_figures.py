"""What is said of the execution agrees with the execution rate.

「项目资金使用滞后」 beside an execution rate of 100 %, 「资金已全部支付」 beside one of 60 %: the text was copied from another project or another year. Requests and intentions (加快支付进度)
are no statements, and the indicators are not meant.

Source: catalogue RC-02.

Inconsistent::

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护 | | | | | | |
    |---|---|---|---|---|---|---|---|
    | 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | | 年度资金总额 | 20 | 20 | 20 | 10 | 100% | 10 |
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 原因 |
    | 产出指标 | 数量指标 | 巡查次数 | ≥4次 | 4次 | 90 | 90 | |
    | 存在的问题及原因分析 | 项目资金支付滞后，年底未能及时支付。 | | | | | | |

Consistent::

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护 | | | | | | |
    |---|---|---|---|---|---|---|---|
    | 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | | 年度资金总额 | 20 | 20 | 12 | 10 | 60% | 6 |
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 原因 |
    | 产出指标 | 数量指标 | 巡查次数 | ≥4次 | 4次 | 90 | 90 | |
    | 存在的问题及原因分析 | 项目资金支付滞后，年底未能及时支付。 | | | | | | |
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Rule, View, evidence
from auditor.check.wording import body, matched, pattern, plain
from auditor.lexicon import worded
from auditor.model import Cell, Check, Document, Level, Table, Verdict

rule = Rule(
    __name__,
    title="执行情况的说法与执行率相符",
    title_en="What is said of the execution agrees with the execution rate",
    catalogue=("RC-02",),
    level=Level.NOTE,
)
_FULL = Fraction(999, 1000)
_NO_STATEMENT = "{no_statement}"


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    for passage in body(document):
        if passage.table is None:
            continue
        table = document.table(passage.table)
        rate = _rate(table)
        if rate is None or rate.quantity is None or not table.entity:
            continue
        text = plain(passage.text).text
        for sort in ("behind", "fully"):
            for match in pattern(sort).finditer(text):
                if worded(_NO_STATEMENT).search(_clause(text, match.start())):
                    continue
                said = matched(passage, match.start(), match.end())
                share = rate.quantity.base if rate.quantity.dimension == "ratio" else rate.quantity.base / 100
                if (share >= _FULL) == (sort == "fully"):
                    yield rule.result(Verdict.CONSISTENT, said, [evidence(rate)])
                elif not share:
                    yield rule.undecided(said, "执行率为零或没有填写", [evidence(rate)])
                else:
                    yield rule.result(
                        Verdict.INCONSISTENT,
                        said,
                        [evidence(rate)],
                        formula=f"执行率 {rate.text.strip()}",
                        display=rate.text.strip(),
                        message=f"“{table.entity}”的执行率为 {rate.text.strip().rstrip('%')}%，文字却写“{said.text}”",
                        message_en=f"The execution rate is {rate.text.strip()}, the text says “{said.text}”",
                    )


def _clause(text: str, position: int) -> str:
    """The stretch between two signs that holds a position."""
    start = max(text.rfind(sign, 0, position) for sign in ",。;:") + 1
    end = min((i for sign in ",。;" if (i := text.find(sign, position)) >= 0), default=len(text))
    return text[start:end]


def _rate(table: Table) -> Cell | None:
    """The execution rate of all money of a project form."""
    rates = [c for c in table.figures if c.kind == "completion" and c.aspects.measure == "项目资金"]
    return rates[0] if rates else None
