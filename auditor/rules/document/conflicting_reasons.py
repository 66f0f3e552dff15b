"""One shortfall has one story.

The form of a project says that less was spent because the working procedures were changed, the report on the same project that it was because of the epidemic: one of the two was copied. Only
causes that would be told everywhere if they were true (疫情, 违纪违法, 自然灾害) are held against others; more than one ordinary cause may well be at work.

Source: catalogue RC-01; lexicons/disclosure.yaml `cause_sorts`.

Inconsistent::

    # 某局2023年度部门决算

    一、收入情况
    收入总计100.00万元。

    路灯维护项目支出绩效自评报告

    一、项目实施情况
    受疫情影响，夜间巡查取消，结余较多。

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护 | | | | | | |
    |---|---|---|---|---|---|---|---|
    | 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | | 年度资金总额 | 20 | 20 | 12 | 10 | 60% | 6 |
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 原因 |
    | 产出指标 | 数量指标 | 巡查次数 | ≥4次 | 4次 | 90 | 90 | |
    | 存在的问题及原因分析 | 因人员变动，巡查次数减少，资金未全部支付。 | | | | | | |

Consistent::

    # 某局2023年度部门决算

    一、收入情况
    收入总计100.00万元。

    路灯维护项目支出绩效自评报告

    一、项目实施情况
    因人员变动，夜间巡查取消，结余较多。

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护 | | | | | | |
    |---|---|---|---|---|---|---|---|
    | 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | | 年度资金总额 | 20 | 20 | 12 | 10 | 60% | 6 |
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 原因 |
    | 产出指标 | 数量指标 | 巡查次数 | ≥4次 | 4次 | 90 | 90 | |
    | 存在的问题及原因分析 | 因人员变动，巡查次数减少，资金未全部支付。 | | | | | | |
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import body, lexicon, matched, pattern, plain, sentences
from auditor.model import Check, Document, Evidence, Level, Passage, Verdict

rule = Rule(
    __name__,
    title="同一偏差的原因前后一致",
    title_en="One shortfall has one story",
    catalogue=("RC-01",),
    level=Level.NOTE,
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    entities = {t.entity for t in document.tables if t.kind.startswith("performance") and t.entity}
    told: dict[str, dict[bool, list[tuple[str, Evidence]]]] = {entity: {True: [], False: []} for entity in entities}
    for passage in body(document):
        entity = _entity(document, passage, entities)
        if entity:
            told[entity][passage.table is not None] += _causes(passage)
    for entity, sides in told.items():
        if sides[True] and sides[False]:
            yield from _hold(entity, sides[True], sides[False])


def _hold(entity: str, form: list[tuple[str, Evidence]], report: list[tuple[str, Evidence]]) -> Iterator[Check]:
    for own, other in ((form, report), (report, form)):
        sorts = {sort for sort, _ in other}
        for sort, said in own:
            if sort not in lexicon()["telling_causes"]:
                continue
            if sort in sorts:
                yield rule.result(Verdict.CONSISTENT, said, [e for s, e in other if s == sort][:1])
            else:
                yield rule.result(
                    Verdict.INCONSISTENT,
                    said,
                    [evidence for _, evidence in other[:2]],
                    display=other[0][1].text,
                    message=f"“{entity}”的偏差原因，此处写{sort}（“{said.text}”），别处写{other[0][0]}（“{other[0][1].text}”）",
                    message_en="Two different causes are given for one shortfall",
                )
    common = {sort for sort, _ in form} & {sort for sort, _ in report}
    if common:
        yield rule.result(Verdict.CONSISTENT, form[0][1], [report[0][1]], formula="、".join(sorted(common)))
    elif not any(sort in lexicon()["telling_causes"] for sort, _ in (*form, *report)):
        yield rule.undecided(form[0][1], "两处的原因不同，可能都成立", [report[0][1]])


def _entity(document: Document, passage: Passage, entities: set[str]) -> str:
    """The project that a passage is about: that of its table, or the one that the title of its report names."""
    if passage.table is not None:
        return document.table(passage.table).entity
    title = plain(passage.section.path[0]).text if passage.section is not None and passage.section.path else ""
    named = [entity for entity in entities if plain(entity).text in title]
    return max(named, key=len, default="")


def _causes(passage: Passage) -> list[tuple[str, Evidence]]:
    """Sorts of causes of shortfalls that a passage names, each with its sentence."""
    text = plain(passage.text).text
    found = []
    for start, end in sentences(text):
        whole = text[start:end]
        if not pattern("shortfall").search(whole):
            continue
        for sort, words in lexicon()["cause_sorts"].items():
            if regex.search("|".join(words), whole):
                found.append((sort, matched(passage, start, min(end, start + 40))))
    return found
