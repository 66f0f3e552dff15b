"""The cells that could be meant: an index of all figures of the tables by their aspects."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from auditor.lexicon import fold, load, worded
from auditor.model import Aspects, Cell, Claim, Document, Kind, Role, Table

WHOLES = ("合计", "总计")


class Index:
    """Figures and blanks of all tables, by measure."""

    def __init__(self, document: Document, claims: tuple[Claim, ...] = ()) -> None:
        self.document = document
        self.claims = claims
        self.by_measure: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        for table in document.tables:
            for cell in table.cells:
                if cell.aspects.measure and cell.role in (Role.BODY, Role.TOTAL):
                    self.by_measure[cell.aspects.measure, cell.kind].append(cell)

    def cells(self, measure: str, kind: str) -> list[Cell]:
        """Body and total cells of a measure that state that kind of figure; blanks included."""
        return self.by_measure.get((measure, kind), [])

    def table(self, cell: Cell) -> Table:
        """The table of a cell."""
        return self.document.table(cell.id.split("/", 1)[0])

    def standing(self, cell: Cell, aspects: Aspects) -> float:
        """How much a table is the place to look: statutory tables are exported, performance tables are typed by hand."""
        kind = self.table(cell).kind
        if aspects.entity:
            return 1.0
        return 0.8 if kind.startswith("performance") else 0.85 if kind.endswith((".project", ".list")) else 1.0 if kind else 0.9

    def speaks_of(self, claim: Claim, cell: Cell) -> bool:
        """Whether a cell may be what a claim speaks of, as far as their sections tell.

        The total of a table without a title is that of its section. A name that no lexicon knows (批发和零售业) says of whom, not what: in
        a section with text and tables of its own, it is the measure that this section is about.
        """
        table, section = self.table(cell), claim.passage.section
        whole = cell.aspects.measure in WHOLES
        if not (whole or cell.aspects.measure.startswith("名.")):
            return True
        if table.kind or table.section is None or (table.title if whole else table.section.path not in self._narrated):
            return True
        own, other = table.section.path, section.path if section is not None else ()
        return own[: len(other)] == other or other[: len(own)] == own

    @cached_property
    def _narrated(self) -> frozenset[tuple[str, ...]]:
        """Paths of the sections whose text states figures."""
        return frozenset(
            passage.section.path
            for passage in self.document.passages
            if passage.section is not None
            and passage.table is None
            and passage.narrative
            and not passage.heading
            and any(char.isdigit() for char in passage.text)
        )

    @cached_property
    def only_general(self) -> bool:
        """Whether no other fund than the general budget moved: 财政拨款 is then 一般公共预算."""
        _, *funds = load("sums")["funds"]
        if any(c.kind is Kind.AMOUNT and c.aspects.scope in funds and c.quantity.value != 0 for c in self.claims):
            return False
        others = [c for cells in self.by_measure.values() for c in cells if c.aspects.scope in funds and c.quantity is not None]
        return all(c.quantity is not None and c.quantity.value == 0 for c in others)

    @cached_property
    def only_fiscal(self) -> bool:
        """Whether there is no money but 财政拨款: 全口径 is then 财政拨款."""
        means = load("sums")["parts"]["收入"]
        shown = [c for cells in self.by_measure.values() for c in cells if c.aspects.part in means]
        if any(c.quantity is not None and c.quantity.value != 0 for c in shown):
            return False
        told = [c for c in self.claims if c.aspects.part in means and c.kind is Kind.AMOUNT]
        if any(c.quantity.value != 0 for c in told):
            return False
        if any(c.quantity is not None and c.quantity.value != 0 for c in self.cells("年初结转结余", "amount")):
            return False
        if any(c.kind is Kind.AMOUNT and c.aspects.measure == "年初结转结余" and c.quantity.value != 0 for c in self.claims):
            return False
        # Without a word about other means, in table or text, a table of the appropriation shows nothing of the whole.
        whole = any(table.kind.endswith((".total", ".income")) for table in self.document.tables)
        return bool(shown or told or whole) or any(
            c.kind is Kind.SHARE
            and c.aspects.scope in ("财政拨款", "一般公共预算")
            and c.aspects.flow == "收入"
            and c.quantity.value == 100
            for c in self.claims
        )

    def scopes(self, scope: str) -> Iterator[tuple[str, float, str]]:
        """Scopes of cells that a claim of that scope may mean: (scope, how well, why)."""
        yield scope, 1.0, "口径一致" if scope else "均未说明口径"
        if not scope:
            yield "全口径", 0.95, "未说明口径，按全口径"
            if self.only_fiscal:
                yield "财政拨款", 0.92, "全部资金均为财政拨款"
                if self.only_general:
                    yield "一般公共预算", 0.9, "全部资金均为一般公共预算"
        if scope == "财政拨款" and self.only_general:
            yield "一般公共预算", 0.9, "财政拨款全部为一般公共预算"
        if scope == "一般公共预算" and self.only_general:
            yield "财政拨款", 0.85, "财政拨款全部为一般公共预算"
        if scope == "财政拨款" and self.only_fiscal:
            yield "全口径", 0.82, "全部资金均为财政拨款"
            yield "", 0.8, "全部资金均为财政拨款"
        if scope == "全口径":
            yield "", 0.9, "表格未说明口径"

    def _own_list(self, cell: Cell) -> bool:
        """Whether the total of a table is that of its own list of projects or uses, and not of the unit."""
        table = self.table(cell)
        if table.kind or cell.aspects.scope:
            return False
        words = load("words")
        return bool(re.search(words["listing"], fold(table.title))) or any(
            head.role is Role.HEAD and re.fullmatch(words["listed"], fold(head.text).replace(" ", ""))
            for row in table.rows[:2]
            for head in row
        )

    def _whose(self, aspects: Aspects, cell: Cell) -> bool:
        """Whether a cell is of the entity asked for; the title of a table may say it for all its cells (全市一般公共预算收支表)."""
        if (aspects.entity or "") == (cell.aspects.entity or ""):
            return True
        if cell.aspects.entity or not worded("{regions}").fullmatch(aspects.entity):
            return False
        title = fold(self.table(cell).title)
        regions = worded("{regions}").findall(title)
        # 某县2024年收入完成情况表 holds the figures of the whole county; that of a city may be of the city proper.
        return regions == [aspects.entity] or (not regions and aspects.entity in ("全县", "全区", "全旗", "全镇", "全乡"))

    @cached_property
    def _projects(self) -> dict[str, list[Cell]]:
        """Bare name of a project → the figures of its row in lists of projects."""
        found: dict[str, list[Cell]] = defaultdict(list)
        for (measure, _), cells in self.by_measure.items():
            if measure.startswith("项目."):
                found[_bare(measure.removeprefix("项目."))] += cells
        return found

    def _listed(self, aspects: Aspects, kind: str) -> Iterator[tuple[Cell, float, tuple[str, ...]]]:
        """The row of a project in a list of projects, for what its own passage says of its money and its score."""
        if aspects.measure == "绩效.执行率得分":
            yield from self._execution(aspects, kind)
        if aspects.part or aspects.measure not in ("项目资金", "绩效.总分"):
            return
        for cell in self._projects.get(_bare(aspects.entity), ()) if aspects.entity else ():
            have = cell.aspects
            stage = 1.0 if kind == "score" else _stage(aspects.stage, have.stage)
            fits = cell.kind == kind and have.part in ("", "项目支出") and have.period in ("", aspects.period)
            if fits and stage and (kind == "score") == (aspects.measure == "绩效.总分"):
                yield cell, round(0.95 * stage, 3), (f"项目 {aspects.entity}", "项目清单中的同一项目")

    def _execution(self, aspects: Aspects, kind: str) -> Iterator[tuple[Cell, float, tuple[str, ...]]]:
        """The score of the execution rate: beside the money of a project, or a row of its own in the form of the whole unit."""
        own = [*self.cells("项目资金", kind), *self.cells("合计", kind)]
        own += [
            c for (m, k), cells in self.by_measure.items() if k == kind and m.startswith("指标.") and m.endswith("执行率") for c in cells
        ]
        found = [c for c in own if c.aspects.entity == aspects.entity and c.quantity is not None and kind in ("score", "weight")]
        if len(found) == 1:
            yield found[0], 0.95, ("预算执行率的得分",)

    def like(self, aspects: Aspects, kind: str) -> Iterator[tuple[Cell, float, tuple[str, ...]]]:
        """Cells that agree with the aspects, each with a score and the reasons."""
        yield from self._listed(aspects, kind)
        for cell in self.cells(aspects.measure, kind):
            have = cell.aspects
            if aspects.measure in WHOLES and not aspects.entity and self._own_list(cell):
                continue
            if (aspects.part or "") != (have.part or "") or not self._whose(aspects, cell):
                continue
            if aspects.flow and have.flow and aspects.flow != have.flow:
                continue
            if aspects.period and have.period and aspects.period != have.period:
                continue
            stage = _stage(aspects.stage, have.stage)
            if not stage:
                continue
            for scope, weight, why in self.scopes(aspects.scope):
                if have.scope == scope:
                    weight *= self.standing(cell, aspects)
                    yield cell, round(weight * stage, 3), (f"指标 {aspects.measure}", why)
                    break


def _stage(asked: str, have: str) -> float:
    """How well two stages agree; 0 when they do not."""
    if asked == have:
        return 1.0
    if not asked or not have:
        return 0.9
    if "预算" in (asked, have) and {asked, have} <= {"预算", "全年预算"}:
        return 0.85
    if {asked, have} == {"预算", "年初预算"}:
        return 0.8
    return 0.0


def _bare(name: str) -> str:
    """A project's name without quotes, blanks and the word that one writer adds and another leaves out."""
    return re.sub(r'["\s]', "", fold(name)).removesuffix("项目")
