"""The explanations that every disclosure must give are there.

财预〔2016〕143号 and the templates of the provinces ask for the same explanations: totals, income, expenditure, financial appropriation, basic expenditure, 三公 and operating
costs, procurement, state-owned assets, performance, definitions. One of which no word stands anywhere in the document is missing. Documents that hold only tables,
or only a report, are not judged.

Source: catalogue TP-01.

Inconsistent::

    # 某局2023年度部门决算

    一、收入支出决算总体情况说明
    收入总计100.00万元。
    二、收入决算情况说明
    本年收入合计100.00万元。
    三、支出决算情况说明
    本年支出合计100.00万元。
    四、财政拨款收入支出决算总体情况说明
    财政拨款收入支出总计100.00万元。
    五、一般公共预算财政拨款支出决算情况说明
    一般公共预算财政拨款支出100.00万元，其中基本支出80.00万元。
    六、“三公”经费支出决算情况说明
    本年度无“三公”经费支出。
    七、机关运行经费支出情况说明
    机关运行经费支出10.00万元。
    八、国有资产占用情况说明
    共有车辆1辆。
    九、名词解释
    财政拨款收入：指从同级财政部门取得的资金。

Consistent::

    # 某局2023年度部门决算

    一、收入支出决算总体情况说明
    收入总计100.00万元。
    二、收入决算情况说明
    本年收入合计100.00万元。
    三、支出决算情况说明
    本年支出合计100.00万元。
    四、财政拨款收入支出决算总体情况说明
    财政拨款收入支出总计100.00万元。
    五、一般公共预算财政拨款支出决算情况说明
    一般公共预算财政拨款支出100.00万元，其中基本支出80.00万元。
    六、“三公”经费支出决算情况说明
    本年度无“三公”经费支出。
    七、机关运行经费支出情况说明
    机关运行经费支出10.00万元。
    八、政府采购情况说明
    政府采购支出总额5.00万元。
    九、国有资产占用情况说明
    共有车辆1辆。
    十、预算绩效情况说明
    对1个项目开展了绩效自评。
    十一、名词解释
    财政拨款收入：指从同级财政部门取得的资金。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import CONTENTS, budget, final, lexicon, matched, named, plain
from auditor.model import Check, Document, Level, Verdict

rule = Rule(
    __name__,
    title="应当说明的内容齐全",
    title_en="The explanations that a disclosure must give are there",
    catalogue=("TP-01",),
    level=Level.NOTE,
)
_MOST = 3
"""Explanations that may be missing from a whole narrative; where more are, it is not the whole narrative."""


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    if not (final(document) or budget(document)):
        return
    genre = "final" if final(document) else "budget"
    passages = [p for p in document.passages if p.label != CONTENTS and (p.narrative or p.section is not None) and not p.table]
    texts = [(p, plain(p.text).text) for p in passages]
    found = {}
    for name, patterns in lexicon()["required_sections"][genre].items():
        words = regex.compile("|".join(patterns))
        found[name] = next(((p, m) for p, text in texts if (m := words.search(text))), None)
    missing = [name for name, place in found.items() if place is None]
    if missing and (len(missing) > _MOST or document.faults):
        yield rule.undecided(named(document), "文件没有完整的情况说明，或有内容没有读出")
        return
    for name, place in found.items():
        if place is not None:
            yield rule.result(Verdict.CONSISTENT, matched(place[0], *place[1].span(), label=name))
        else:
            yield rule.result(
                Verdict.INCONSISTENT,
                named(document),
                display=name,
                message=f"全文没有关于“{name}”的说明",
                message_en=f"The document does not explain “{name}”",
            )
