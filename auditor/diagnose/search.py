"""The cheapest sets of slips after which every relation holds: weighted minimal hitting sets over conflicts, best first.

A violated relation is a conflict: one of its figures is wrong, or the relation is not one of this document. To repair a figure may
break relations that held; those are conflicts too, then. So the tree of hitting sets (Reiter 1987) is grown with values: a branch
takes one conflict and one way out of it — a figure and a slip that explains what is printed, or leaving the relation broken — and a
leaf is a set of slips that leaves no conflict open. Costs are −ln of probabilities, so that leaves can be weighed against each other.

The search stops after a number of branches, not of seconds, so that the same document always gives the same diagnoses; what was
found until then stands. Solvers for hitting sets (pysat) and graph libraries (networkx, a third of a second to import) were
weighed: the conflicts depend on the values that were chosen before, and what is left of the graph is one walk.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from auditor.diagnose.figures import Figure, Relation, System
from auditor.diagnose.relations import Ends, Value, distance, exact, holds, implied, meet, narrow
from auditor.diagnose.slips import Slip, Slips, Wanted, costs, opposite, places_of

MARGIN = 6.0
"""Leaves that cost so much more than the best (nats) are too unlikely to count."""
BRANCHES = 300
"""Branches that are opened for one component before the search gives what it has."""
ALL_BRANCHES = 4000
"""The same for a whole document."""
_DERIVED = frozenset(("sum", "ratio", "rate", "growth", "product"))
DAMAGED = 3
"""A table with so many contradictions that have nothing else in common is taken as a whole."""
LEAST = 8.0
"""No way out of a conflict that nothing else explains is cheaper than about this; guides the search."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A figure and what it should be; or a row that is missing or too much."""

    figure: str
    slip: Slip
    cost: float
    follows: str = ""
    """The figure whose repair brought this one about: copied along, moved, damaged with it."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A set of repairs that leaves no conflict open."""

    cost: float
    repairs: tuple[Repair, ...]
    left: frozenset[int]
    """Relations that stay broken."""


@dataclass(frozen=True, slots=True, eq=False)
class _Node:
    cost: float
    repairs: tuple[Repair, ...]
    left: frozenset[int]


class Search:
    """The search over one system; remembers what it has computed."""

    def __init__(self, system: System, slips: Slips) -> None:
        self.system, self.slips = system, slips
        self.budget = ALL_BRANCHES
        self._holds: dict[tuple[object, ...], bool] = {}
        self._slips: dict[tuple[object, ...], tuple[Slip, ...]] = {}
        self._information: dict[int, float] = {}
        self._rows: dict[int, tuple[str, int] | None] = {}

    def components(self) -> list[list[int]]:
        """The violated relations, together those that share a figure, a list with a lost row, or a damaged table."""
        broken = [r for r in self.system.relations if r.violated]
        root: dict[int, int] = {r.index: r.index for r in broken}

        def find(index: int) -> int:
            while root[index] != index:
                root[index] = root[root[index]]
                index = root[index]
            return index

        def join(indices: Sequence[int]) -> None:
            for index in indices[1:]:
                one, other = sorted((find(indices[0]), find(index)))
                root[other] = one

        for indices in self.system.touching.values():
            join([i for i in indices if i in root])
        lists: dict[tuple[str, int], list[int]] = {}
        tables: dict[str, list[int]] = {}
        twins: dict[tuple[str, object], list[int]] = {}
        for relation in broken:
            row = self._row(relation)
            if row is not None:
                lists.setdefault(row, []).append(relation.index)
            places = {self.typed(name) for name in relation.figures if not name.startswith("=")}
            if len(places) == 1:
                tables.setdefault(places.pop(), []).append(relation.index)
            said = self.system.value(relation.figures[0], relation)
            twins.setdefault((relation.operator, said.base), []).append(relation.index)
        for same in lists.values():
            join(same)
        for same in twins.values():
            join([i for i in same if self._again(self.system.relations[same[0]], self.system.relations[i])])
        tables.pop("", None)
        for same in tables.values():
            if len({find(i) for i in same}) >= DAMAGED:
                join(same)
        groups: dict[int, list[int]] = {}
        for index in sorted(root):
            groups.setdefault(find(index), []).append(index)
        return list(groups.values())

    def typed(self, name: str) -> str:
        """The performance table that a figure stands in: those are typed by hand, and may be damaged as a whole."""
        figure = self.system.figures[name]
        return figure.table if figure.place == "performance" else ""

    def solve(self, component: Sequence[int]) -> list[Hypothesis]:
        """The likely explanations of the violated relations of a component, the cheapest first; never empty."""
        found: list[Hypothesis] = []
        seen: set[tuple[object, ...]] = set()
        count = 0
        heap: list[tuple[float, int, _Node]] = []
        start = _Node(0.0, (), frozenset())
        heapq.heappush(heap, (0.0, 0, start))
        opened = 0
        deepest = start
        while heap:
            bound, _, node = heapq.heappop(heap)
            if found and bound > found[0].cost + MARGIN:
                break
            key = (frozenset((r.figure, r.slip.text) for r in node.repairs), node.left)
            if key in seen:
                continue
            seen.add(key)
            open_ = self._open(node, component)
            if not open_:
                found.append(Hypothesis(node.cost, node.repairs, node.left))
                found.sort(key=lambda h: h.cost)
                continue
            estimate = node.cost + LEAST * self._packed(open_, node)
            if estimate > bound + 1e-9:
                heapq.heappush(heap, (estimate, count := count + 1, node))
                seen.discard(key)
                continue
            opened += 1
            self.budget -= 1
            deepest = node
            if opened > BRANCHES or self.budget < 0:
                break
            for child in self._branch(node, open_):
                heapq.heappush(heap, (max(bound, child.cost), count := count + 1, child))
        if not found:
            found.append(self._greedy(deepest, component))
        return found

    def _greedy(self, node: _Node, component: Sequence[int]) -> Hypothesis:
        """The cheapest step at a time, where the search ran out of branches."""
        for _ in range(len(component) * 3):
            open_ = self._open(node, component)
            if not open_:
                break
            node = min(
                self._branch(node, open_),
                key=lambda child: child.cost + LEAST * len(self._open(child, component)),
            )
        rest = frozenset(self._open(node, component))
        cost = node.cost + sum(self.price(self.system.relations[i]) for i in rest)
        return Hypothesis(cost, node.repairs, node.left | rest)

    def _open(self, node: _Node, component: Sequence[int]) -> list[int]:
        """The relations that do not hold after the repairs and are not left broken."""
        if not node.repairs:
            return [i for i in component if i not in node.left]
        indices = set(component)
        for repair in node.repairs:
            indices.update(self.system.touching.get(repair.figure, ()))
        new = {repair.figure: repair.slip for repair in node.repairs}
        return [i for i in sorted(indices) if i not in node.left and not self.holds(self.system.relations[i], new)]

    def holds(self, relation: Relation, new: Mapping[str, Slip]) -> bool:
        """Whether a relation holds with some figures repaired."""
        changed = tuple((name, new[name].value, new[name].text) for name in relation.figures if name in new)
        if not changed:
            row = self._row(relation) if relation.violated else None
            return not relation.violated or (
                row is not None and any(name in new for name in _row_names(row)) and self._filled(relation, new)
            )
        key = (relation.index, changed)
        if key not in self._holds:
            if any(new[name].word for name in relation.figures if name in new) and relation.operator == "band":
                self._holds[key] = True
            else:
                values = self.values(relation, new)
                self._holds[key] = holds(relation.operator, relation.signs, values, self.system.unit, relation.expected)
        if self._holds[key]:
            return True
        row = self._row(relation)
        return row is not None and any(name in new for name in _row_names(row)) and self._filled(relation, new)

    def values(self, relation: Relation, new: Mapping[str, Slip]) -> tuple[Value, ...]:
        """What the figures of a relation are worth, repaired ones as they should be."""
        return tuple(new[name].value if name in new else self.system.value(name, relation) for name in relation.figures)

    def _packed(self, indices: Sequence[int], node: _Node) -> int:
        """How many open relations share no figure that may still be repaired: each needs a repair of its own."""
        fixed = {repair.figure for repair in node.repairs}
        used: set[str] = set()
        count = 0
        for index in indices:
            names = [n for n in self.system.relations[index].figures if n not in fixed and not n.startswith("=")]
            if not used.intersection(names):
                used.update(names)
                count += 1
        return count

    def price(self, relation: Relation, left: Iterable[int] = ()) -> float:
        """What it costs to leave a relation broken: it is none of this document, and its figures agree or differ by chance.

        One that says again what another that is ``left`` says falls with it.
        """
        if any(self._again(relation, self.system.relations[i]) for i in left):
            return float(costs()["relation"]["again"])
        if relation.index not in self._information:
            usual = costs()["relation"]
            figures = [self.system.figures[name] for name in relation.figures]
            if relation.violated:  # then its figures are what they are, whatever the others say
                first = next((f for f in figures if not f.constant and f.quantity is not None), figures[0])
                listed = relation.operator == "sum" and figures[0].claim is not None
                price = float(usual["list" if listed else "violated"]) + math.log(10) * places_of(first)
            else:
                price = float(usual["held"]) + self._told(relation)
            self._information[relation.index] = price
        return self._information[relation.index]

    def _told(self, relation: Relation) -> float:
        """How unlikely it is that figures which have nothing to do with each other agree with a relation (nats)."""
        least, most = (float(end) for end in costs()["information"])
        if relation.operator in ("at-most", "order", "band", "within"):
            return least
        values = self.values(relation, {})
        said = implied(relation.operator, relation.signs, values, 0, self.system.unit, relation.expected)
        size = abs(float(values[0].base)) or max(abs(float(v.base)) for v in values)
        if said is None or said[0] is None or said[1] is None or not size:
            return least
        width = float(said[1] - said[0]) + values[0].step
        return min(max(math.log(size / width), least), most) if width > 0 else most

    def _again(self, one: Relation, other: Relation) -> bool:
        """Whether two relations are the same statement about figures that are printed twice."""
        if one.operator != other.operator:
            return False
        mine, yours = (self.system.value(r.figures[0], r) for r in (one, other))
        if not mine.base or not _meets(mine, yours):
            return False
        ends = [implied(r.operator, r.signs, self.values(r, {}), 0, self.system.unit, r.expected) for r in (one, other)]
        return ends[0] is not None and ends[1] is not None and meet(ends[0], ends[1])

    def _branch(self, node: _Node, open_: Sequence[int]) -> Iterator[_Node]:
        """All ways out of one open relation: the one with the fewest figures that may be wrong."""
        fixed = {repair.figure for repair in node.repairs}
        relations = [self.system.relations[i] for i in open_]
        relation = min(relations, key=lambda r: (len([n for n in r.figures if n not in fixed]), r.index))
        new = {repair.figure: repair.slip for repair in node.repairs}
        for name in dict.fromkeys(relation.figures):
            figure = self.system.figures[name]
            if name in fixed or figure.constant:
                continue
            for slip in self.candidates(figure, relation, new):
                cost, follows = self._linked(figure, slip, node.repairs)
                yield _Node(node.cost + cost, (*node.repairs, Repair(name, slip, cost, follows)), node.left)
        for row, slip in self._lost(relation, new):
            yield _Node(node.cost + slip.cost, (*node.repairs, Repair(row, slip, slip.cost)), node.left)
        yield _Node(node.cost + self.price(relation, node.left), node.repairs, node.left | {relation.index})

    def candidates(self, figure: Figure, relation: Relation, new: Mapping[str, Slip]) -> tuple[Slip, ...]:
        """What a figure may have to be so that a relation holds, with the other relations of the figure where they allow it."""
        touching = [self.system.relations[i] for i in self.system.touching[figure.id]]
        changed = tuple(sorted((n, new[n].text) for r in touching for n in r.figures if n in new))
        key = (figure.id, relation.index, changed)
        if key not in self._slips:
            self._slips[key] = self._candidates(figure, relation, touching, new)
        return self._slips[key]

    def _candidates(self, figure: Figure, relation: Relation, touching: Sequence[Relation], new: Mapping[str, Slip]) -> tuple[Slip, ...]:
        if figure.place == "word":
            return tuple(self._words(figure, relation, new))
        wanted = self.wanted(figure, relation, new)
        if wanted is None:
            return ()
        rest = [(said, other) for other in touching if other is not relation and (said := self.wanted(figure, other, new)) is not None]
        for said, _ in sorted(rest, key=lambda pair: _width(pair[0])):
            if meet((wanted.low, wanted.high), (said.low, said.high)):
                low, high = narrow((wanted.low, wanted.high), (said.low, said.high))
                wanted = Wanted(low, high, wanted.step or said.step, wanted.base if wanted.step else said.base)
        first = relation.figures[0] == figure.id and relation.operator in _DERIVED and figure.place != "statutory"
        return self.slips.explain(figure, wanted, derived=first)

    def wanted(self, figure: Figure, relation: Relation, new: Mapping[str, Slip]) -> Wanted | None:
        """What one relation says that a figure should be, ``None`` where it says nothing."""
        at = relation.figures.index(figure.id)
        values = self.values(relation, new)
        said = implied(relation.operator, relation.signs, values, at, self.system.unit, relation.expected)
        if said is None or said == (None, None):
            return None
        if relation.operator != "equal":
            return Wanted(*said)
        other = values[1 - at]
        step = 0 if other.bound else other.step
        wanted = Wanted(other.low, other.high, step, other.base)
        own = self.system.value(figure.id, relation)
        apart = own.base * other.base < 0 or (figure.turned and figure.sign < 0 < other.base and own.base == 0)
        return wanted.turned if relation.signs[1] == 0 and apart else wanted

    def _words(self, figure: Figure, relation: Relation, new: Mapping[str, Slip]) -> Iterator[Slip]:
        """A word that should be another one: the comparison turned round, the grade that the score earns."""
        cost = self.slips.prior(figure) + self.slips.cause["sign"]
        if relation.operator == "band" and relation.display:
            yield Slip(exact(0), relation.display, "unknown", cost, word=True)
        elif relation.operator == "order" and relation.figures[0] == figure.id:
            values = self.values(relation, new)
            gap = values[1].base - values[2].base
            sign = (gap > 0) - (gap < 0)
            words = costs()["equal"]
            text = opposite(figure.text) if sign and figure.sign else ""
            yield Slip(exact(sign), text or words["above" if sign > 0 else "below" if sign < 0 else "flat"], "sign", cost, word=True)

    def _linked(self, figure: Figure, slip: Slip, repairs: Sequence[Repair]) -> tuple[float, str]:
        """What a repair costs after others, and which of them brought it about."""
        follows = costs()["follows"]
        best, cause = slip.cost, ""
        own = self.system.values[figure.id]
        for repair in repairs:
            if repair.figure not in self.system.figures or repair.slip.word or slip.word:
                continue
            other = self.system.values[repair.figure]
            beside = self.system.figures[repair.figure]
            near = bool(other.base) or (figure.table == beside.table != "" and figure.cell is not None)
            if near and _alike(own, other) and _alike(slip.value, repair.slip.value):
                if follows["copy"] < best:
                    best, cause = float(follows["copy"]), repair.figure
            elif (
                own.base
                and figure.table == beside.table != ""
                and follows["moved"] < best
                and _moved(own, slip.value, other, repair.slip.value)
            ):
                best, cause = float(follows["moved"]), repair.figure
        if figure.place == "performance" and not cause:
            same = [r for r in repairs if r.figure in self.system.figures and self.system.figures[r.figure].table == figure.table]
            if len(same) > 1 and best - follows["damage"] > follows["copy"]:
                best, cause = best - float(follows["damage"]), same[0].figure
        return best, cause

    def _row(self, relation: Relation) -> tuple[str, int] | None:
        """(table, last row) of a sum whose addends stand in one table; the same for the columns of one list."""
        if relation.index not in self._rows:
            found = None
            if relation.operator == "sum" and len(relation.figures) > 2 and all(sign > 0 for sign in relation.signs):
                cells = [self.system.figures[name].cell for name in relation.figures[1:] if not name.startswith("=")]
                tables = {cell.id.split("/", 1)[0] for cell in cells if cell is not None}
                rows = [cell.row for cell in cells if cell is not None]
                if len(tables) == 1 and len(rows) == len(cells) and len(set(rows)) > 1:
                    found = (tables.pop(), max(rows))
            self._rows[relation.index] = found
        return self._rows[relation.index]

    def _gap(self, relation: Relation, new: Mapping[str, Slip]) -> Ends:
        """The printed total less the sum of its addends."""
        values = self.values(relation, new)
        said = implied("sum", relation.signs, values, 0, self.system.unit)
        assert said is not None
        total = values[0]
        low = None if total.low is None or said[1] is None else total.low - said[1]
        high = None if total.high is None or said[0] is None else total.high - said[0]
        return low, high

    def _filled(self, relation: Relation, new: Mapping[str, Slip]) -> bool:
        """Whether a row that was lost from the list of a sum, or doubled in it, accounts for its gap."""
        row = self._row(relation)
        assert row is not None
        low, high = self._gap(relation, new)
        lost, doubled = _row_names(row)
        if lost in new:
            return low is not None and low > 0
        return doubled in new and any(meet((low, high), (-x, -x)) for x in self._twins(relation))

    def _twins(self, relation: Relation) -> list[int]:
        """Values that the addends of a sum print twice in rows one below the other."""
        cells = [(self.system.figures[name].cell, self.system.values[name].base) for name in relation.figures[1:]]
        return [int(x) for (a, x), (b, y) in pairwise(cells) if a and b and x == y != 0 and a.column == b.column and b.row - a.row == 1]

    def _lost(self, relation: Relation, new: Mapping[str, Slip]) -> Iterator[tuple[str, Slip]]:
        """A row that the list of a sum lacks, or prints twice."""
        row = self._row(relation)
        if row is None:
            return
        low, high = self._gap(relation, new)
        lost, doubled = _row_names(row)
        style = next((self.system.figures[n].quantity for n in relation.figures if self.system.figures[n].quantity is not None), None)
        if low is None or high is None or style is None:
            return
        scale = Fraction(style.scale) * self.system.unit
        text = f"{float(Fraction(low + high) / 2 / scale):.{max(style.decimals, 0)}f}"
        if low > 0 and lost not in new:
            yield lost, Slip(exact(0), text, "lost-row", float(costs()["rows"]["lost"]), word=True)
        if high < 0 and doubled not in new and any(meet((low, high), (-x, -x)) for x in self._twins(relation)):
            yield doubled, Slip(exact(0), text.lstrip("-"), "doubled-row", float(costs()["rows"]["doubled"]), word=True)


def _row_names(row: tuple[str, int]) -> tuple[str, str]:
    return f"row:{row[0]}/{row[1]}/lost", f"row:{row[0]}/{row[1]}/doubled"


def _width(wanted: Wanted) -> float:
    return math.inf if wanted.low is None or wanted.high is None else float(wanted.high - wanted.low)


def _meets(one: Value, other: Value) -> bool:
    return meet((one.low, one.high), (other.low, other.high))


def _alike(one: Value, other: Value) -> bool:
    """Whether two figures print the same number, each in its own precision."""
    return one.base == other.base or (one.step != other.step and distance(one.base, other.base) * 2 <= max(one.step, other.step))


def _moved(own: Value, new: Value, other: Value, fresh: Value) -> bool:
    """Whether two figures are off by the same amount, in either direction."""
    one, two = own.base - new.base, other.base - fresh.base
    slack = own.step + other.step
    return distance(one, 0) > 4 * slack and min(distance(one, two), distance(one, -two)) <= slack
