"""Footing: what the figures of tables add up to, and how much of a difference rounding explains (rules.md P1–P10).

A rule decides *which* cells belong together; this module holds their arithmetic: a sum against its printed total
(:func:`foot`), two printings of one quantity (:func:`tie`), a bound (:func:`bound`), and :func:`sober`, which turns a
flood of contradictions into the one thing that it proves: that the layout was misread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from auditor.check.rule import Rule, once, show
from auditor.lexicon import fold, load
from auditor.model import Aspects, Cell, Check, Document, Interval, Level, Role, Table, Verdict
from auditor.model.interval import total as sum_of

CENT = Fraction(1, 100)
"""Nothing is smaller than a cent: an amount printed to the cent is exact."""
OWN = ("名.", "项目.", "指标.", "绩效")
"""Measures that only their own label names."""
DASHES = frozenset("-—–―－一/\\")


def dashed(cell: Cell) -> bool:
    """Whether the cell says that nothing can stand there (``——``)."""
    text = cell.text.strip()
    return bool(text) and all(c in DASHES for c in text)


def empty(cell: Cell) -> bool:
    """Whether the cell contributes nothing to a sum: blank or ``——``."""
    return cell.quantity is None and (cell.blank or dashed(cell))


def nominal(cell: Cell) -> Fraction:
    """The value as printed, in the base unit; zero for a blank."""
    return cell.quantity.base if cell.quantity is not None else Fraction(0)


def worth(cell: Cell, *, step: Fraction | None = None) -> Interval | None:
    """What the cell may truly be worth, in the base unit: blank is zero, words are ``None``.

    ``step`` is the precision of the cell where its own printing does not show it (rules.md P4: a row that strips
    trailing zeros is as precise as its most precise figure).
    """
    quantity = cell.quantity
    if quantity is None:
        return Interval.exact(0) if empty(cell) else None
    if quantity.hedge or quantity.upper is not None:
        return quantity.interval
    fine = min(quantity.step, step) if step else quantity.step
    if quantity.exact or (quantity.dimension == "money" and fine <= CENT):
        return Interval.exact(quantity.base)
    return Interval.around(quantity.base, fine / 2)


def precision(cells: Iterable[Cell]) -> Fraction | None:
    """The step of the most precise figure among ``cells``."""
    return min((cell.quantity.step for cell in cells if cell.quantity is not None), default=None)


def figure(cell: Cell) -> bool:
    """Whether the cell holds a figure of the body of its table."""
    return cell.quantity is not None and cell.role in (Role.BODY, Role.TOTAL)


def place(cell: Cell) -> bool:
    """Whether the cell is a place for a figure, filled in or not."""
    return cell.role in (Role.BODY, Role.TOTAL) and (cell.quantity is not None or empty(cell))


def plain(cell: Cell) -> str:
    """The number of a cell without its unit, for a formula."""
    quantity = cell.quantity
    return "0" if quantity is None else f"{quantity.value:,.{max(quantity.decimals, 0)}f}"


def _formula(addends: Sequence[tuple[int, Cell]], result: str) -> str:
    words = [(" − " if sign < 0 else " + ") + plain(cell) for sign, cell in addends]
    words[0] = ("−" if addends[0][0] < 0 else "") + plain(addends[0][1])
    if len(words) > 8:
        words = [*words[:5], f" + …（共{len(words)}项）", words[-1]]
    return f"{''.join(words)} = {result}"


def foot(
    rule: Rule,
    reported: Cell,
    plus: Sequence[Cell],
    minus: Sequence[Cell] = (),
    *,
    level: Level | None = None,
    doubt: str = "",
    step: Fraction | None = None,
    what: str = "各项相加",
) -> Iterator[Check]:
    """Hold a printed total against the sum of ``plus`` less ``minus``.

    Nothing is said where all are blank. With ``doubt`` (why the addends may be incomplete) a contradiction is undecided.
    A total with one non-zero addend is that addend printed twice: see :func:`tie`.
    """
    terms = [(1, cell) for cell in plus] + [(-1, cell) for cell in minus]
    live = [(sign, cell) for sign, cell in terms if cell.quantity is not None]
    if reported.quantity is None:
        if live and not dashed(reported) and any(nominal(cell) for _, cell in live):
            yield rule.undecided(reported, "合计处未填列，无法核对", [cell for _, cell in live])
        return
    words = next((cell for _, cell in terms if worth(cell) is None), None)
    if words is not None:
        yield rule.undecided(reported, f"{words.label}列示“{words.text.strip()}”，不是数字，无法相加", [cell for _, cell in live])
        return
    if not live:
        if nominal(reported):
            yield rule.undecided(reported, "各组成项均未填列，无法核对")
        return
    weighty = [(sign, cell) for sign, cell in live if nominal(cell)]
    using = [cell for _, cell in live]
    relation = ("sum", reported.id, *(("-" if sign < 0 else "") + cell.id for sign, cell in live))
    expected = sum_of(term if sign > 0 else -term for sign, cell in live if (term := worth(cell, step=step)) is not None)
    value = sum((sign * nominal(cell) for sign, cell in live), Fraction(0))
    own = worth(reported, step=step)
    assert own is not None
    if len(weighty) == 1 and weighty[0][0] > 0 and nominal(reported) and not doubt:
        twice = tie(rule, reported, weighty[0][1], level=level, others=[c for c in using if c is not weighty[0][1]], relation=relation)
        loud = twice.verdict is Verdict.INCONSISTENT and twice.level is not Level.NOTE
        if not loud or not own.meets(expected):  # what is printed as 0.00 may hide up to half a step each
            yield twice
            return
    display = show(value, reported.quantity)
    formula = _formula(live if len(live) <= 4 else weighty or live, display)
    if own.meets(expected):
        verdict = Verdict.CONSISTENT if value == nominal(reported) else Verdict.ROUNDING
        yield rule.result(verdict, reported, using, formula=formula, expected=expected, display=display, relation=relation)
    elif doubt:
        yield rule.undecided(reported, f"{what}得{display}，与列示的{reported.text.strip()}不等，但{doubt}", using)
    else:
        gap = show(abs(value - nominal(reported)), reported.quantity)
        yield rule.result(
            Verdict.INCONSISTENT,
            reported,
            using,
            formula=formula,
            expected=expected,
            display=display,
            level=level,
            relation=relation,
            message=f"{reported.label}：列示{reported.text.strip()}，{what}应为{display}，相差{gap}（{formula}）",
            message_en=f"{reported.label}: printed {reported.text.strip()}, but its parts add to {display}, off by {gap} ({formula})",
        )


def tie(
    rule: Rule,
    reported: Cell,
    other: Cell,
    *,
    level: Level | None = None,
    others: Sequence[Cell] = (),
    relation: tuple[str, ...] = (),
    step: Fraction | None = None,
) -> Check:
    """Hold two printings of one quantity against each other (rules.md P9).

    At the same precision they must be the same; one unit in the last place is a note, for either may be a sum of rounded
    figures. At different precisions some value must fit both; a figure that is only cut off is a note that says so.
    """
    assert reported.quantity is not None
    assert other.quantity is not None
    one, two = reported.quantity, other.quantity
    mine, yours = worth(reported, step=step), worth(other, step=step)
    assert mine is not None
    assert yours is not None
    relation = relation or ("equal", reported.id, other.id)
    using = [other, *others]
    display = show(two.base, one if one.step >= two.step else two)
    formula = f"{plain(reported)} = {plain(other)}"
    gap = abs(one.base - two.base)
    coarse = max(one.step, two.step)
    if gap == 0 or (one.step != two.step and mine.meets(yours)) or one.hedge or two.hedge:
        verdict = Verdict.CONSISTENT if mine.meets(yours) else Verdict.UNDECIDED
        return rule.result(verdict, reported, using, formula=formula, expected=yours, display=display, relation=relation,
                           reason="" if verdict is Verdict.CONSISTENT else "一处为约数或界限值，不能直接比较")  # fmt: skip
    small = gap <= coarse
    text = f"{reported.label}：列示{reported.text.strip()}，与{other.label}的{other.text.strip()}应为同一数，相差{show(gap, one if one.step <= two.step else two)}"
    if small:
        text += "（疑似截尾而未四舍五入）" if one.step != two.step else "（末位差1，可能为尾差）"
    return rule.result(
        Verdict.INCONSISTENT,
        reported,
        using,
        formula=f"{plain(reported)} ≠ {plain(other)}",
        expected=yours,
        display=display,
        level=Level.NOTE if small else level,
        relation=relation,
        message=text,
        message_en=f"{reported.label}: printed {reported.text.strip()}, but {other.label} prints {other.text.strip()} for the same quantity",
    )


def bound(rule: Rule, part: Cell, whole: Cell, *, level: Level | None = None, doubt: str = "") -> Check | None:
    """Hold a part against the whole that it may not exceed; ``None`` where one of them is blank."""
    if part.quantity is None or whole.quantity is None:
        return None
    inside, outside = worth(part), worth(whole)
    assert inside is not None
    assert outside is not None
    ceiling = Interval(None, outside.high)
    formula = f"{plain(part)} ≤ {plain(whole)}"
    relation = ("at-most", part.id, whole.id)
    display = f"≤{show(whole.quantity.base, whole.quantity)}"
    if inside.meets(ceiling) or nominal(part) <= 0:
        return rule.result(Verdict.CONSISTENT, part, [whole], formula=formula, expected=ceiling, display=display, relation=relation)
    if doubt:
        return rule.undecided(part, f"大于{whole.label}的{whole.text.strip()}，但{doubt}", [whole])
    return rule.result(
        Verdict.INCONSISTENT,
        part,
        [whole],
        formula=formula.replace("≤", ">"),
        expected=ceiling,
        display=display,
        level=level,
        relation=relation,
        message=f"{part.label}：列示{part.text.strip()}，大于它所属的{whole.label}{whole.text.strip()}",
        message_en=f"{part.label}: printed {part.text.strip()}, more than the whole that it is part of ({whole.label} {whole.text.strip()})",
    )


def sober(rule: Rule, checks: Iterable[Check]) -> Iterator[Check]:
    """The checks of one table or pair of tables; where most contradict, the layout was misread and none is decided.

    One wrong figure contradicts its column, its row and its parent, never most of a table.
    """
    made = list(checks)
    wrong = [one for one in made if one.verdict is Verdict.INCONSISTENT]
    decided = [one for one in made if one.verdict is not Verdict.UNDECIDED]
    if len(wrong) < 4 or 2 * len(wrong) <= len(decided):
        yield from made
        return
    for one in made:
        if one.verdict is Verdict.INCONSISTENT:
            yield rule.undecided(one.reported, f"同类核对{len(decided)}处中有{len(wrong)}处不符，疑为版式识别有误，不作判断", one.using)
        else:
            yield one


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a panel of a table: a code or a total, and its places for figures by column."""

    code: str
    """Classification code, empty for totals and lines without one."""
    total: bool
    measure: str
    """What the line is about when it has no code: ``合计`` ``人员经费`` …"""
    cells: Mapping[str, Cell]
    """Column key → cell. Columns of panels that continue one another share their key."""
    among: bool = False
    """Whether its label says 其中: one part of what stands above, not all of it."""


_OWN_BASES = ("rate", "completion")
"""Each of these has a base of its own: they add up to nothing."""


@once
def entries(table: Table) -> tuple[Entry, ...]:
    """The lines of a table, panel by panel from left to right."""
    panels = table.panels or ((0, table.width),)
    found = []
    for first, last in panels:
        for row in table.rows[table.header_rows :]:
            cells = [cell for cell in row if first <= cell.column < last and place(cell) and cell.kind not in _OWN_BASES]
            if not cells:
                continue
            total = any(cell.role is Role.TOTAL for cell in cells)
            code = next((cell.code for cell in cells if cell.code), "")
            among = bool(cells[0].stub) and fold(cells[0].stub[-1]).strip().startswith("其中")
            found.append(Entry(code, total, cells[0].aspects.measure, {_column(cell, panels): cell for cell in cells}, among))
    return tuple(found)


def _column(cell: Cell, panels: Sequence[tuple[int, int]]) -> str:
    return str(cell.column) if len(panels) == 1 else cell.path[-1] if cell.path else ""


def blocks(lines: Iterable[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """The coded lines, cut where a code comes up again: a table may list several units one after the other."""
    cut: list[list[Entry]] = [[]]
    seen: set[str] = set()
    for line in lines:
        if not line.code:
            continue
        if line.code in seen:
            cut.append([])
            seen = set()
        seen.add(line.code)
        cut[-1].append(line)
    return tuple(tuple(block) for block in cut if block)


def parents(block: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Code → the lines right under it; ``""`` → the lines that have none above them. A parent is the longest printed prefix."""
    codes = {line.code for line in block}
    tree: dict[str, list[Entry]] = {}
    for line in block:
        above = next((line.code[:size] for size in range(len(line.code) - 1, 2, -1) if line.code[:size] in codes), "")
        tree.setdefault(above, []).append(line)
    return tree


@once
def measures_of(table: Table) -> frozenset[str]:
    """What the cells of a table are about."""
    return frozenset(cell.aspects.measure for cell in table.cells)


def branches(rule: Rule, table: Table, roots: Sequence[str]) -> Iterator[Check]:
    """Foot the measures of lexicons/sums.yaml that are sums of others (三公, 采购, 车辆 …), once for each stage and period.

    A branch that is not printed is replaced by its own parts; unknown lines of the same kind leave a contradiction undecided.
    """
    trees: Mapping[str, list[str]] = load("sums")["trees"]
    groups: dict[tuple[Aspects, str], dict[str, list[Cell]]] = {}
    for cell in table.cells if not measures_of(table).isdisjoint(roots) else ():
        if place(cell):
            same = groups.setdefault((cell.aspects.but(measure="", entity=""), cell.kind), {})
            same.setdefault(cell.aspects.measure, []).append(cell)
    for same in groups.values():
        odd = next((cell for m, cells in same.items() if m.startswith("名.") for cell in cells if nominal(cell)), None)

        def parts(measure: str, same: dict[str, list[Cell]] = same) -> list[Cell]:
            found: list[Cell] = []
            for name in trees[measure]:
                found += same[name][:1] if name in same else parts(name) if name in trees else []
            return found

        for root in roots:
            addends = parts(root)
            if root not in same or len(addends) < 2:
                continue
            double = next((m for m in (root, *trees[root]) if len(same.get(m, ())) > 1), "")
            doubt = f"“{double.rsplit('.', 1)[-1]}”在表中不止一处" if double else ""
            if odd is not None:
                doubt = doubt or f"表中另有未识别的项目“{odd.stub[-1] if odd.stub else odd.text}”"
            yield from foot(rule, same[root][0], addends, doubt=doubt)


_MAIN = frozenset({"total", "income", "expenditure", "fiscal-total", "general-expenditure", "basic-economic"})


@once
def sets(document: Document) -> tuple[tuple[Table, ...], ...]:
    """The statutory tables of the unit, cut where a main one comes up again: a document may hold the sets of several units."""
    cut: list[list[Table]] = [[]]
    seen: set[tuple[str, str, str]] = set()
    for table in document.tables:
        if not table.kind or table.kind.startswith("performance") or table.entity or not table.figures:
            continue
        sample = table.figures[0].aspects
        key = (table.kind, sample.stage, sample.period)
        if table.kind.rsplit(".", 1)[-1] in _MAIN:
            if key in seen:
                cut.append([])
                seen = set()
            seen.add(key)
        cut[-1].append(table)
    return tuple(tuple(tables) for tables in cut if tables)


def quantities(tables: Iterable[Table], *, blanks: bool = False) -> dict[Aspects, dict[str, Cell]]:
    """Aspects → table id → the cell that prints that quantity; what a table prints twice with different values is left out.

    Only what a lexicon knows is there: a quantity that is named by its own label alone may be another one elsewhere.
    """
    found: dict[Aspects, dict[str, Cell]] = {}
    torn: set[tuple[Aspects, str]] = set()
    for table in tables:
        for cell in table.cells:
            aspects = cell.aspects
            if cell.kind not in ("amount", "count") or not aspects.measure or aspects.measure.startswith(OWN) or aspects.entity:
                continue
            if not (figure(cell) or (blanks and place(cell))):
                continue
            first = found.setdefault(aspects, {}).setdefault(table.id, cell)
            if first is not cell and nominal(first) != nominal(cell):
                torn.add((aspects, table.id))
    for aspects, identity in torn:
        del found[aspects][identity]
    return {aspects: cells for aspects, cells in found.items() if cells}


def apart(one: Cell, other: Cell) -> int:
    """By how many powers of ten (±4, ±8) two amounts differ where they look like the same figure in other units, else 0."""
    if not nominal(one) or not nominal(other):
        return 0
    ratio = nominal(one) / nominal(other)
    return next((power for power in (4, -4, 8, -8) if abs(ratio / Fraction(10) ** power - 1) <= CENT), 0)
