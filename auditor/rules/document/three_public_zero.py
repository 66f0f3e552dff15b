"""Where nothing was spent on 三公, each of its items is said to be zero.

The template asks for 因公出国（境）费, 公务用车购置及运行维护费 and 公务接待费 one by one, with the reason, even if all of them are zero. 「无“三公”经费支出」 alone leaves open
which of them was looked at.

Source: catalogue ET-03.

Inconsistent::

    # 某局2023年度部门决算

    九、财政拨款“三公”经费支出决算情况说明
    本部门2023年度无“三公”经费财政拨款支出。

Consistent::

    # 某局2023年度部门决算

    九、财政拨款“三公”经费支出决算情况说明
    本部门2023年度“三公”经费支出0万元。其中：因公出国（境）费0万元，本年度没有出国（境）任务；公务用车购置及运行维护费0万元，没有公务用车；公务接待费0万元，未发生接待。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import body, lexicon, matched, pattern, plain, under
from auditor.model import Check, Document, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="“三公”经费为零时逐项说明",
    title_en="Zero is stated for each item of the three public expenses",
    catalogue=("ET-03",),
    level=Level.NOTE,
)
_HEAD = regex.compile("三公")


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    if not document.genre.endswith(("final-accounts", "budget")):
        return
    passages = [p for p in body(document, cells=False) if under(p.section, _HEAD)]
    if not passages:
        return
    money = [c for c in view.claims if c.aspects.measure.split(".")[0] == "三公" and c.kind in (Kind.AMOUNT, Kind.NONE)]
    said = matched(passages[0], 0, min(len(plain(passages[0].text).text), 40))
    if any(c.quantity.value for c in money):
        return
    if any(
        c.quantity is not None and c.quantity.value
        for t in document.tables
        if t.kind.endswith("sangong")
        for c in t.figures
        if c.aspects.stage == "决算"
    ):
        yield rule.undecided(said, "表中有支出，文字没有写出金额")
        return
    text = "".join(plain(p.text).text for p in passages)
    missing = [name for name, words in lexicon()["three_public_items"].items() if not regex.search(words, text)]
    if not missing:
        yield rule.result(Verdict.CONSISTENT, said)
    elif money or pattern("topics", "三公").search(text):
        yield rule.result(
            Verdict.INCONSISTENT,
            said,
            display="、".join(missing),
            message=f"“三公”经费为零，没有逐项说明{'、'.join(missing)}",
            message_en="The items of the three public expenses are not stated one by one",
        )
