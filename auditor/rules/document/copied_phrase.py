"""Each project has goals of its own.

The goal or result of one project that stands, nearly word for word, in the form of another one was copied with the form. Projects of one kind may honestly share a goal; it is
a note.

Source: catalogue LB-07.

Inconsistent::

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护 | |
    |---|---|---|
    | 年度目标 | 预期目标 | 实际完成情况 |
    | | 完成城区主干道路灯的日常巡查和维修，保证亮灯率，方便群众夜间出行。 | 巡查52次，亮灯率98%。 |
    | 一级指标 | 三级指标 | 实际完成值 |
    | 产出指标 | 亮灯率 | 98% |

    管网清淤项目支出绩效自评表
    （2023年度）

    | 项目名称 | 管网清淤 | |
    |---|---|---|
    | 年度目标 | 预期目标 | 实际完成情况 |
    | | 完成城区主干道路灯的日常巡查和维修，保证亮灯率，方便群众出行。 | 清淤管网86公里。 |
    | 一级指标 | 三级指标 | 实际完成值 |
    | 产出指标 | 清淤里程 | 86公里 |

Consistent::

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护 | |
    |---|---|---|
    | 年度目标 | 预期目标 | 实际完成情况 |
    | | 完成城区主干道路灯的日常巡查和维修，保证亮灯率，方便群众夜间出行。 | 巡查52次，亮灯率98%。 |
    | 一级指标 | 三级指标 | 实际完成值 |
    | 产出指标 | 亮灯率 | 98% |

    管网清淤项目支出绩效自评表
    （2023年度）

    | 项目名称 | 管网清淤 | |
    |---|---|---|
    | 年度目标 | 预期目标 | 实际完成情况 |
    | | 完成老城区雨水管网清淤，汛期不出现长时间积水。 | 清淤管网86公里。 |
    | 一级指标 | 三级指标 | 实际完成值 |
    | 产出指标 | 清淤里程 | 86公里 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View
from auditor.check.wording import Likeness, matched, pattern, plain
from auditor.model import Check, Document, Evidence, Level, Passage, Role, Table, Verdict

rule = Rule(
    __name__,
    title="项目的目标不照抄别的项目",
    title_en="Each project has goals of its own",
    catalogue=("LB-07",),
    level=Level.NOTE,
)
_SENTENCE = 20
"""Characters from which a likeness is no coincidence."""
_COPIED = 0.72


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    goals = [(p, document.table(p.table)) for p in document.passages if p.table and len(plain(p.text).text) >= _SENTENCE]
    goals = [(p, t) for p, t in goals if t.kind.startswith("performance.project") and t.entity and _is_goal(t, p)]
    for at, (passage, table) in enumerate(goals):
        text = plain(passage.text).text
        said = matched(passage, 0, min(len(text), 60))
        earlier = [(p, t) for p, t in goals[:at] if t.entity != table.entity]
        likeness = Likeness(text)
        twin = next(((p, t) for p, t in earlier if _near(plain(p.text).text, text) and likeness.reaches(plain(p.text).text, _COPIED)), None)
        if twin is None:
            yield rule.result(Verdict.CONSISTENT, said)
        elif table.entity in text or twin[1].entity in text:
            yield rule.undecided(said, "文字相近，但写明了项目的名称", [_place(twin[0])])
        else:
            yield rule.result(
                Verdict.INCONSISTENT,
                said,
                [_place(twin[0])],
                display="写本项目的目标",
                message=f"“{table.entity}”的目标与“{twin[1].entity}”几乎相同（“{text[:24]}…”），可能是照抄",
                message_en="The goal of this project repeats that of another",
            )


def _near(one: str, other: str) -> bool:
    return min(len(one), len(other)) * 2 >= max(len(one), len(other))


def _place(passage: Passage) -> Evidence:
    return matched(passage, 0, min(len(plain(passage.text).text), 60))


def _is_goal(table: Table, passage: Passage) -> bool:
    """Whether a head above the cell speaks of goals or of what was done."""
    row = passage.row or 0
    heads = [
        c.text for line in table.rows[max(0, row - 2) : row + 1] for c in line if c.role in (Role.STUB, Role.HEAD) and len(c.text) < 20
    ]
    return bool(pattern("goal_heads").search(plain("".join(heads)).text))
