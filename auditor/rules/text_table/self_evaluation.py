"""What the narrative says of the self-evaluation agrees with the evaluation tables.

「N个项目」「自评等级为“优”的a个」「涉及资金X万元」: the number of projects, the number of each grade and the money evaluated are held against the attached
绩效自评表. Where fewer tables are attached than projects are claimed, only what the tables exceed is reported. The money may be 执行数 or 预算数; with all
projects attached it must be one of the two sums, and the executed sum is 项目支出.

Source: catalogue CT-01, CT-02, NT-18, TT-20.

Inconsistent::

    # 某局2023年度部门决算

    四、预算绩效情况说明
    组织对2个项目开展绩效自评。自评结果为：2个项目自评等级为“优”。

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护项目 | | | | | | |
    |---|---|---|---|---|---|---|---|
    | 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | | 年度资金总额 | 20 | 20 | 20 | 10 | 100% | 10 |
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 等级 |
    | 产出指标 | 数量指标 | 培训次数 | ≥4次 | 4次 | 90 | 85 | |
    | 总分 | | | | | 100 | 95 | 优 |

    管网清淤项目支出绩效自评表
    （2023年度）

    | 项目名称 | 管网清淤项目 | | | | | | |
    |---|---|---|---|---|---|---|---|
    | 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | | 年度资金总额 | 20 | 20 | 10 | 10 | 50% | 5 |
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 等级 |
    | 产出指标 | 数量指标 | 培训次数 | ≥4次 | 4次 | 90 | 70 | |
    | 总分 | | | | | 100 | 75 | 中 |

Consistent::

    # 某局2023年度部门决算

    四、预算绩效情况说明
    组织对2个项目开展绩效自评。自评结果为：1个项目自评等级为“优”，1个项目自评等级为“中”。

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护项目 | | | | | | |
    |---|---|---|---|---|---|---|---|
    | 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | | 年度资金总额 | 20 | 20 | 20 | 10 | 100% | 10 |
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 等级 |
    | 产出指标 | 数量指标 | 培训次数 | ≥4次 | 4次 | 90 | 85 | |
    | 总分 | | | | | 100 | 95 | 优 |

    管网清淤项目支出绩效自评表
    （2023年度）

    | 项目名称 | 管网清淤项目 | | | | | | |
    |---|---|---|---|---|---|---|---|
    | 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | | 年度资金总额 | 20 | 20 | 10 | 10 | 50% | 5 |
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 等级 |
    | 产出指标 | 数量指标 | 培训次数 | ≥4次 | 4次 | 90 | 70 | |
    | 总分 | | | | | 100 | 75 | 中 |
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Rule, View, printed, show
from auditor.model import Cell, Check, Claim, Document, Evidence, Interval, Kind, Level, Table, Verdict
from auditor.model.interval import total

rule = Rule(
    __name__,
    title="绩效自评的个数、等级和资金与自评表一致",
    title_en="Counts, grades and money of the self-evaluation agree with its tables",
    catalogue=("CT-01", "CT-02", "NT-18", "TT-20"),
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    forms = [t for t in document.tables if t.kind == "performance.project" and t.entity]
    counted = [c for c in view.claims if c.aspects.measure == "绩效.项目数" and c.kind is Kind.COUNT]
    graded = [c for c in view.claims if c.aspects.measure == "绩效.等级数" and c.kind is Kind.COUNT]
    funded = [c for c in view.claims if c.aspects.measure == "绩效.自评资金" and c.kind is Kind.AMOUNT]
    yield from _grades_add_up(counted, graded, view)
    if not forms:
        for claim in counted + graded + funded:
            yield rule.undecided(claim, "文件中没有项目绩效自评表")
        return
    for claim in counted:
        yield _count(claim, len(forms), [_title(t) for t in forms], whole=False)
    grades = [(t, g) for t in forms for g in [_grade(t)] if g is not None]
    for claim in graded:
        with_it = [g for _, g in grades if g.text.strip()[:1] == claim.aspects.part]
        complete = sum(c.quantity.base for c in graded if c.sentence == claim.sentence) == len(forms) == len(grades)
        yield _count(
            claim,
            len(with_it),
            with_it or [g for _, g in grades],
            whole=complete or len(graded) > 1 and len(grades) == len(forms) and any(c.quantity.base == len(forms) for c in counted),
            relation=("tally", claim.id, *(g.id for _, g in grades)),
        )
    for claim in funded:
        yield from _money(claim, forms, counted, view)


def _grades_add_up(counted: list[Claim], graded: list[Claim], view: View) -> Iterator[Check]:
    """The projects of all grades are the projects evaluated, where a passage lists every grade down to the last."""
    passages = {id(c.passage): c.passage for c in graded}
    for passage in passages.values():
        here = [c for c in graded if c.passage is passage]
        parts = {c.aspects.part for c in here}
        before = [c for c in counted if c.passage is passage and c.start < here[0].start]
        if len(parts) != len(here) or len(parts) < 2 or not before:
            continue
        added = sum(c.quantity.base for c in here)
        within = [c for c in before if passage.text[c.end :].lstrip().startswith("项目中")]
        if not parts & {"差", "不合格"} and all(c.quantity.base > added for c in within):
            continue  # other grades may follow; 4个项目中 says of how many these are
        whole = next((c for c in reversed(before) if c.quantity.base == added), before[-1])
        same = added == whole.quantity.base
        unread = [c for c in view.claims if c.passage is passage and c.kind is Kind.COUNT and whole.start < c.start < here[-1].start]
        if not same and any(c not in here and c not in before for c in unread):
            yield rule.undecided(whole, "列举中还有没有读出的等级", here)
            continue
        if not same and len({c.quantity.base for c in before}) > 1:
            yield rule.undecided(whole, "同一段写了几个项目数，不能确定等级的个数属于哪一个", here)
            continue
        yield rule.result(
            Verdict.CONSISTENT if same else Verdict.INCONSISTENT,
            whole,
            here,
            formula=" + ".join(c.text for c in here) + f" = {added}",
            expected=Interval.exact(Fraction(added)),
            display=f"{added}{whole.quantity.unit}",
            relation=("sum", whole.id, *(c.id for c in here)),
            level=Level.WARNING,
            message="" if same else f"自评项目 {whole.text}，各等级的个数合计为 {added}（{' + '.join(c.text for c in here)}）",
        )


def _title(table: Table) -> Evidence:
    return Evidence(table.title or table.id, table.entity, table.location)


def _grade(table: Table) -> Cell | None:
    return next((cell for cell in table.cells if cell.kind == "grade" and cell.text.strip()), None)


def _count(claim: Claim, found: int, using: list[Evidence] | list[Cell], *, whole: bool, relation: tuple[str, ...] = ()) -> Check:
    said = claim.quantity.base
    relation = relation or ("equal", claim.id, f"={found}")
    formula = f"自评表中 {found} {claim.quantity.unit}"
    if said == found:
        return rule.result(
            Verdict.CONSISTENT,
            claim,
            using,
            formula=formula,
            expected=Interval.exact(found),
            display=f"{found}{claim.quantity.unit}",
            relation=relation,
        )
    if said > found and not whole:
        return rule.undecided(claim, f"附有的自评表（{found}）少于所称的个数，可能未全部公开", using)
    what = f"等级为“{claim.aspects.part}”的自评表" if claim.aspects.part else "自评表"
    return rule.result(
        Verdict.INCONSISTENT,
        claim,
        using,
        formula=formula,
        expected=Interval.exact(found),
        display=f"{found}{claim.quantity.unit}",
        relation=relation,
        level=Level.ERROR if claim.aspects.part else Level.WARNING,
        message=f"文字称 {claim.text}，所附{what}为 {found} 张",
    )


def _money(claim: Claim, forms: list[Table], counted: list[Claim], view: View) -> Iterator[Check]:
    """The money evaluated against the sums of the tables, when all are attached, and against 项目支出."""
    spent = [_fund(t, "决算") for t in forms]
    complete = any(c.quantity.base == len(forms) and c.passage is claim.passage for c in counted)
    projects = [
        c
        for t in view.document.tables
        for c in t.figures
        if c.aspects.measure == "合计"
        and c.aspects.part == "项目支出"
        and c.aspects.stage == "决算"
        and c.kind == "amount"
        and t.kind.startswith("final.")
    ]
    near = [c for c in projects if c.quantity is not None and c.quantity.interval.meets(claim.quantity.interval)]
    if near:
        yield rule.result(
            Verdict.CONSISTENT,
            claim,
            near[:1],
            formula=f"{claim.text} = 项目支出 {printed(near[0])}",
            relation=("equal", claim.id, near[0].id),
        )
    if not complete or any(cell is None for cell in spent):
        if not near:
            yield rule.undecided(claim, "所附自评表不全，不能加总")
        return
    options: list[tuple[str, list[Cell]]] = [("全年执行数", [c for c in spent if c is not None])]
    for name, stage in (("全年预算数", "全年预算"), ("年初预算数", "年初预算")):
        found = [c for c in (_fund(t, stage) for t in forms) if c is not None]
        if len(found) == len(forms):
            options.append((name, found))
    for name, cells in options:
        summed = total(c.quantity.interval for c in cells if c.quantity)
        if claim.quantity.interval.meets(summed):
            yield rule.result(
                Verdict.CONSISTENT,
                claim,
                cells,
                formula=f"Σ{name} = {_shown(cells, claim)}",
                relation=("sum", claim.id, *(c.id for c in cells)),
            )
            return
    name, cells = options[0]
    summed = total(c.quantity.interval for c in cells if c.quantity)
    yield rule.result(
        Verdict.INCONSISTENT,
        claim,
        cells,
        formula=f"Σ{len(cells)}张自评表{name} = {_shown(cells, claim)}",
        expected=summed,
        display=_shown(cells, claim),
        level=Level.WARNING,
        relation=("sum", claim.id, *(c.id for c in cells)),
        message=f"文字称自评项目涉及资金 {claim.text}，{len(cells)} 张自评表的{name}合计为 {_shown(cells, claim)}"
        + (f"，与项目支出 {printed(near[0])} 也不一致" if near else ""),
    )


def _shown(cells: list[Cell], claim: Claim) -> str:
    value: Fraction = sum((c.quantity.base for c in cells if c.quantity), Fraction(0))
    return show(value, claim.quantity)


def _fund(table: Table, stage: str) -> Cell | None:
    """The total of a stage in a project's fund rows."""
    found = [
        c
        for c in table.cells
        if c.aspects.measure == "项目资金" and c.aspects.stage == stage and c.kind == "amount" and c.quantity is not None
    ]
    if not found:
        found = [
            c
            for c in table.cells
            if c.aspects.measure.startswith("项目资金.")
            and "结余" not in c.aspects.measure
            and c.aspects.stage == stage
            and c.kind == "amount"
            and c.quantity is not None
        ]
        return found[0] if len(found) == 1 else None
    return found[0]
