"""The cheapest sets of slips after which every relation holds: weighted minimal hitting sets over conflicts, best first.

A violated relation is a conflict: one of its figures is wrong, or the relation is not one of this document. To repair a figure may
break relations that held; those are conflicts too, then. So the tree of hitting sets (Reiter 1987) is grown with values: a branch
takes one conflict and one way out of it — a figure and a slip that explains what is printed, or leaving the relation broken — and a
leaf is a set of slips that leaves no conflict open. Costs are −ln of probabilities, so that leaves can be weighed against each other.

The search is bounded by the relations and slips that it has looked at, not by seconds, so that the same document always gives the same
diagnoses on every machine (:class:`Work`). Where it comes to its bound, the best that it has found stands, or what taking the cheapest
step at a time finds (:class:`_Greedy`); conflicts that even that does not come to are left, and said to be. Solvers for hitting sets (pysat) and graph libraries (networkx, a third of a second to import) were
weighed: the conflicts depend on the values that were chosen before, and what is left of the graph is one walk.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from auditor.diagnose.figures import PERFORMANCE, UNIT, WORD, Figure, Relation, System, significant
from auditor.diagnose.relations import Ends, Number, Value, exact, holds, implied, meet, narrow
from auditor.diagnose.slips import Slip, Slips, Wanted, costs, opposite, places_of
from auditor.lexicon import fold
from auditor.model import Cell, Kind

MARGIN = 6.0
"""Leaves that cost so much more than the best (nats) are too unlikely to count."""
LEAVES = 40
"""Leaves that are looked at."""
BRANCHES = 600
"""Branches that are opened for one component before the search gives what it has."""
MANY = 80
"""A component with more conflicts is solved by the cheapest step at a time."""
DAMAGED = 3
"""A performance table with so many contradictions that have nothing else in common is taken as a whole."""
SLACK = 2.0
"""How much cheaper than alone a way out of a conflict may become after others; more is left out of account to guide the search."""
_DERIVED = frozenset(("sum", "ratio", "rate", "growth", "product"))
_VAGUE = frozenset(("at-most", "order", "band", "unit", "within"))
_SPOKEN = frozenset(("band", "unit"))


@dataclass(frozen=True, slots=True)
class Repair:
    """A figure and what it should be; or a row that is missing or too much."""

    figure: str
    slip: Slip
    cost: float
    follows: str = ""
    """The figure whose repair brought this one about: copied along, moved, damaged with it."""

    @property
    def row(self) -> bool:
        """Whether it is about a whole row, or the name of an amount, and no figure."""
        return self.figure.startswith(("row:", "name:"))


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A set of repairs that leaves no conflict open."""

    cost: float
    repairs: tuple[Repair, ...]
    left: frozenset[int]
    """Relations that stay broken."""
    unreached: frozenset[int] = frozenset()
    """Those of them that the search did not come to."""


@dataclass(frozen=True, slots=True, eq=False)
class _Node:
    """A branch: what was repaired and left broken, and the conflicts of its parent, of which some may be gone."""

    cost: float
    repairs: tuple[Repair, ...]
    left: frozenset[int]
    before: tuple[int, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """The same for all orders of the same repairs."""
        return frozenset((repair.figure, repair.slip.text) for repair in self.repairs), self.left

    @property
    def new(self) -> dict[str, Slip]:
        """Figure → what it should be."""
        return {repair.figure: repair.slip for repair in self.repairs}


class Work:
    """What the search may do on one document, in units that stand for about the same time each, and what it has done."""

    UNITS = 16_000
    """What any document is worth."""
    FOR_CHECK = 12
    """What each check of a document is worth beyond that: a long document takes longer by itself."""
    SLIPS, SLIP, HOLDS = 12, 3, 1
    """Slips of one figure for one relation; one more of its relations that they have to agree with; one relation held against new values."""
    CONFLICT = 100
    """A component is searched when so much may be spent on each of its conflicts."""
    SCANNED = 16
    """So many conflicts are looked through in one unit."""

    def __init__(self, checks: int) -> None:
        self.left = self.UNITS + self.FOR_CHECK * checks

    def spend(self, units: int) -> None:
        """Note what was done."""
        self.left -= units


class Search:
    """The search over one system; remembers what it has computed."""

    def __init__(self, system: System, slips: Slips, work: Work | None = None) -> None:
        self.system, self.slips = system, slips
        self.work = work or Work(len(system.drafts))
        self._holds: dict[tuple[object, ...], bool] = {}
        self._slips: dict[tuple[object, ...], tuple[Slip, ...]] = {}
        self._prices: dict[int, float] = {}
        self._leasts: dict[int, tuple[float, tuple[tuple[str, float], ...]]] = {}
        self._choices: dict[int, float] = {}
        self._rows: dict[int, tuple[str, int] | None] = {}
        self._names: dict[int, frozenset[str]] = {}
        self._others: dict[str, str] = {}
        self._tables: dict[str, str] = {}
        self._renaming = False

    def components(self) -> list[list[int]]:
        """The violated relations, together those that share a figure, say the same, lack the same row, or stand in a damaged table."""
        broken = self.system.violated
        root = {relation.index: relation.index for relation in broken}

        def find(index: int) -> int:
            while root[index] != index:
                root[index] = root[root[index]]
                index = root[index]
            return index

        groups: dict[tuple[object, ...], list[int]] = {}
        tables: dict[str, list[int]] = {}
        for relation in broken:
            for name in self._free(relation):
                groups.setdefault(("figure", name), []).append(relation.index)
            row = self._row(relation)
            if row is not None:
                groups.setdefault(("row", *row), []).append(relation.index)
            said = self.system.value(relation.figures[0], relation).base
            groups.setdefault(("again", relation.operator, said), []).append(relation.index)
            for name in self._free(relation):
                figure = self.system.figure(name)
                if figure.cell is not None and figure.cell.blank:
                    groups.setdefault(("blank", figure.table), []).append(relation.index)
            places = {self.typed(name) for name in self._free(relation)}
            if len(places) == 1:
                tables.setdefault(places.pop(), []).append(relation.index)
        for key, same in groups.items():
            for index in same[1:]:
                if key[0] != "again" or self._again(self.system.known(same[0]), self.system.known(index)):
                    one, other = sorted((find(same[0]), find(index)))
                    root[other] = one
        tables.pop("", None)
        for same in tables.values():
            if len({find(index) for index in same}) >= DAMAGED:
                for index in same[1:]:
                    one, other = sorted((find(same[0]), find(index)))
                    root[other] = one
        found: dict[int, list[int]] = {}
        for index in sorted(root):
            found.setdefault(find(index), []).append(index)
        return list(found.values())

    def typed(self, name: str) -> str:
        """The performance table that a figure stands in: those are typed by hand, and may be damaged as a whole."""
        figure = self.system.figure(name)
        return self._table(figure) if figure.place == PERFORMANCE else ""

    def _table(self, figure: Figure) -> str:
        """Id of the table that a figure stands in."""
        if figure.id not in self._tables:
            self._tables[figure.id] = figure.table
        return self._tables[figure.id]

    def solve(self, component: Sequence[int], allowed: int | None = None) -> list[Hypothesis]:
        """The likely explanations of the violated relations of a component, the cheapest first; never empty.

        ``allowed`` is the work that it may take, all that is left by default.
        """
        allowed = self.work.left if allowed is None else allowed
        stop, half = self.work.left - allowed, self.work.left - allowed // 2  # half is for the cheapest step at a time
        feasible = len(component) <= min(MANY, allowed // Work.CONFLICT)
        found: list[Hypothesis] = []
        seen: set[tuple[object, ...]] = set()
        start = _Node(0.0, (), frozenset(), tuple(component))
        heap: list[tuple[float, int, bool, _Node]] = [(0.0, 0, False, start)] if feasible else []
        count = opened = 0
        last = start
        while heap:
            bound, _, weighed, node = heapq.heappop(heap)
            if (found and bound > found[0].cost + MARGIN) or len(found) >= LEAVES:
                break
            if node.key in seen:
                continue
            conflicts = self._conflicts(node)
            if not weighed and conflicts:
                estimate = node.cost + self._ahead(conflicts)
                if estimate > bound + 1e-9:
                    heapq.heappush(heap, (estimate, count := count + 1, True, node))
                    continue
            seen.add(node.key)
            if not conflicts:
                found.append(Hypothesis(node.cost, node.repairs, node.left))
                continue
            last = node
            opened += 1
            if opened > BRANCHES or self.work.left < half:
                break
            for child in self._branch(node, conflicts):
                heapq.heappush(heap, (max(bound, child.cost), count := count + 1, False, child))
        if found:
            return sorted(found, key=lambda one: one.cost)
        ways = [self._greedy(node, stop) for node in dict.fromkeys((last, start))]
        return [min(ways, key=lambda one: (len(one.unreached), one.cost))]

    def _greedy(self, node: _Node, stop: int) -> Hypothesis:
        """The cheapest step at a time from where the search ran out of branches, until so little work is left.

        What a step costs is set against the conflicts that it solves and those that it makes; what is open in the end is left.
        """
        opened = dict.fromkeys(self._conflicts(node))
        half = (self.work.left + stop) // 2
        heap = [(self._ways(self.system.known(index), {}) if self.work.left > half else math.inf, index) for index in opened]
        heapq.heapify(heap)
        steps = 4 * len(heap)
        while heap and steps and self.work.left > stop:
            index = heapq.heappop(heap)[1]
            if index not in opened:
                continue
            steps -= 1
            new = node.new
            best: tuple[float, _Node, set[int], list[int]] | None = None
            for child in self._out(node, self.system.known(index), new):
                solved, made = self._changed(child, opened, index)
                estimate = child.cost + sum(map(self._least, map(self.system.known, made)))
                estimate -= sum(map(self._least, map(self.system.known, solved)))
                if best is None or estimate < best[0]:
                    best = estimate, child, solved, made
            assert best is not None  # it can be left broken
            _, node, solved, made = best
            for gone in solved:
                del opened[gone]
            for more in made:
                opened[more] = None
                heapq.heappush(heap, (self._ways(self.system.known(more), {}), more))
        rest = frozenset(opened)
        cost = node.cost + sum(self.price(self.system.known(index)) for index in rest)
        return Hypothesis(cost, node.repairs, node.left | rest, rest)

    def _changed(self, child: _Node, opened: Mapping[int, None], index: int) -> tuple[set[int], list[int]]:
        """The open conflicts that the last step solves, and the relations that it breaks."""
        if index in child.left:
            return {index}, []
        last, new = child.repairs[-1], child.new
        mine = self.touching(last.figure)
        solved = {i for i in (opened if last.row else mine) if i in opened and self.holds(self.system.known(i), new)}
        made = [i for i in mine if i not in opened and i not in child.left and not self.holds(self.system.known(i), new)]
        return solved | {index}, [i for i in made if i != index]

    def _conflicts(self, node: _Node) -> tuple[int, ...]:
        """The relations that do not hold after the repairs and are not left broken."""
        self.work.spend(1 + len(node.before) // Work.SCANNED)
        left = node.left
        if not node.repairs:
            return tuple(index for index in node.before if index not in left)
        new, last = node.new, node.repairs[-1]
        mine = self.touching(last.figure)
        before = set(node.before)
        near = before if last.row else before.intersection(mine)
        gone = {i for i in near if i not in left and self.holds(self.system.known(i), new)}
        fresh = [i for i in mine if i not in before and i not in left and not self.holds(self.system.known(i), new)]
        return (*(i for i in node.before if i not in left and i not in gone), *fresh)

    def holds(self, relation: Relation, new: Mapping[str, Slip]) -> bool:
        """Whether a relation holds with some figures repaired."""
        renamed = self._renaming and any(name.startswith("name:") for name in new)
        if renamed and relation.operator == "equal" and any(f"name:{name}" in new for name in self._amounts(relation)):
            return True  # it is another quantity then
        other = self._meant(relation, new) if renamed else {}
        changed = tuple((name, new[name].value, new[name].text) for name in relation.figures if name in new)
        if not changed and not other:
            return not relation.violated or self._filled(relation, new)
        key = (relation.index, changed, tuple(sorted(other.items())) if other else ())
        if key not in self._holds:
            self.work.spend(Work.HOLDS)
            spoken = relation.operator in _SPOKEN and any(new[name].word for name in relation.figures if name in new)
            values = self.values(relation, new)
            self._holds[key] = spoken or holds(relation.operator, relation.signs, values, UNIT, relation.expected)
        return self._holds[key] or self._filled(relation, new)

    def values(self, relation: Relation, new: Mapping[str, Slip]) -> tuple[Value, ...]:
        """What the figures of a relation are worth, repaired ones as they should be."""
        if relation.operator == "tally":
            return tuple(
                self.system.worth(name, relation, new[name].text if name in new else self.system.figure(name).text)
                if name != relation.figures[0] or name not in new
                else new[name].value
                for name in relation.figures
            )
        other = self._meant(relation, new) if self._renaming else {}
        return tuple(new[name].value if name in new else self.system.value(other.get(name, name), relation) for name in relation.figures)

    def _amounts(self, relation: Relation) -> tuple[str, ...]:
        """The figures of a relation and the amounts that they are computed from."""
        claims = [self.system.figure(name).claim for name in relation.figures]
        return (*relation.figures, *(claim.current for claim in claims if claim is not None and claim.current))

    def _meant(self, relation: Relation, new: Mapping[str, Slip]) -> dict[str, str]:
        """Where the name of an amount is wrong: the figures of that name → the amount itself, for what is computed from it."""
        found: dict[str, str] = {}
        for name in new:
            if name.startswith("name:"):
                first = self.system.figure(relation.figures[0]).claim
                if first is not None and first.current == name[5:]:
                    found.update(dict.fromkeys(self.slips.tied(self.system.figure(name[5:])), name[5:]))
        return found

    def touching(self, name: str) -> tuple[int, ...]:
        """The relations that a repair may change: those of the figure; for a wrong name also those of what is computed from its amount."""
        if not name.startswith("name:"):
            return self.system.touching(name)
        figures = [name[5:], *self._computed.get(name[5:], ())]
        return tuple(dict.fromkeys(index for figure in figures for index in self.system.touching(figure)))

    @cached_property
    def _computed(self) -> dict[str, list[str]]:
        """Amount → the claims that are computed from it."""
        found: dict[str, list[str]] = {}
        for claim in self.system.claims:
            if claim.current:
                found.setdefault(claim.current, []).append(claim.id)
        return found

    def _free(self, relation: Relation) -> frozenset[str]:
        """The figures of a relation that may be wrong."""
        if relation.index not in self._names:
            self._names[relation.index] = frozenset(name for name in relation.figures if not name.startswith("="))
        return self._names[relation.index]

    def _ahead(self, indices: Sequence[int]) -> float:
        """What the open conflicts will cost at least, or a little less: those that share no figure need a repair each."""
        self.work.spend(len(indices) // Work.SCANNED)
        used: set[str] = set()
        total = 0.0
        for index in indices:
            relation = self.system.known(index)
            names = self._free(relation)
            if used.isdisjoint(names):
                used |= names
                total += self._least(relation)
        return total

    def _least(self, relation: Relation) -> float:
        """What the cheapest way out of a conflict costs by itself."""
        return self._options(relation)[0]

    def _ways(self, relation: Relation, new: Mapping[str, Slip]) -> float:
        """How many ways out of a conflict are about as good as the best, leaving aside what is repaired already."""
        if not new or self._free(relation).isdisjoint(new):
            if relation.index not in self._choices:
                least, ways = self._options(relation)
                self._choices[relation.index] = sum(math.exp(least - cost) for _, cost in ways)
            return self._choices[relation.index]
        least, ways = self._options(relation)
        return sum(math.exp(least - cost) for name, cost in ways if name not in new)

    def _options(self, relation: Relation) -> tuple[float, tuple[tuple[str, float], ...]]:
        """What the cheapest way out of a conflict costs by itself, and all of them: (figure, cost)."""
        if relation.index not in self._leasts:
            ways = [("", self.price(relation)), *((row, slip.cost) for row, slip in self._missing(relation, {}))]
            ways += [(name, slip.cost) for name, slip in self._named(relation, {})]
            for name in dict.fromkeys(relation.figures):
                if name in self._free(relation):
                    ways += [(name, slip.cost) for slip in self.candidates(self.system.figure(name), relation, {})]
            self._leasts[relation.index] = max(min(cost for _, cost in ways) - SLACK, 0.0), tuple(ways)
        return self._leasts[relation.index]

    def price(self, relation: Relation, left: Iterable[int] = ()) -> float:
        """What it costs to leave a relation broken: it is none of this document, and its figures agree or differ by chance.

        One that says again what another that is ``left`` says falls with it.
        """
        if any(self._again(relation, self.system.known(index)) for index in left):
            return float(costs()["relation"]["again"])
        if relation.index not in self._prices:
            usual = costs()["relation"]
            figures = [self.system.figure(name) for name in relation.figures]
            if relation.violated:  # then its figures are what they are, whatever the others say
                first = next((f for f in figures if not f.constant and f.quantity is not None), figures[0])
                listed = relation.operator == "sum" and figures[0].claim is not None
                price = float(usual["list" if listed else "violated"]) + math.log(10) * places_of(first)
            else:
                price = float(usual["held"]) + self._told(relation)
            self._prices[relation.index] = price
        return self._prices[relation.index]

    def _told(self, relation: Relation) -> float:
        """How unlikely it is that figures which have nothing to do with each other agree with a relation (nats)."""
        least, most = (float(end) for end in costs()["information"])
        values = self.values(relation, {})
        size = abs(float(values[0].base)) or max(abs(float(value.base)) for value in values)
        if relation.operator in _VAGUE or not size:
            return least
        said = implied(relation.operator, relation.signs, values, 0, UNIT, relation.expected)
        if said is None or said[0] is None or said[1] is None:
            return least
        width = float(said[1] - said[0]) + values[0].step
        return min(max(math.log(size / width), least), most) if width > 0 else most

    def _again(self, one: Relation, other: Relation) -> bool:
        """Whether two relations are the same statement about figures that are printed twice."""
        if one.operator != other.operator:
            return False
        mine, yours = (self.system.value(relation.figures[0], relation) for relation in (one, other))
        if not mine.base or not meet((mine.low, mine.high), (yours.low, yours.high)):
            return False
        ends = [implied(r.operator, r.signs, self.values(r, {}), 0, UNIT, r.expected) for r in (one, other)]
        return ends[0] is not None and ends[1] is not None and meet(ends[0], ends[1])

    def _branch(self, node: _Node, conflicts: tuple[int, ...]) -> Iterator[_Node]:
        """All ways out of one conflict: the one that leaves the least choice."""
        new = node.new
        self.work.spend(len(conflicts) // Work.SCANNED)
        relation = min(map(self.system.known, conflicts), key=lambda r: (self._ways(r, new), r.index))
        yield from self._out(node, relation, new, conflicts)

    def _out(self, node: _Node, relation: Relation, new: Mapping[str, Slip], conflicts: tuple[int, ...] = ()) -> Iterator[_Node]:
        """All ways out of one conflict."""
        for name in dict.fromkeys(relation.figures):
            if name in new or name not in self._free(relation):
                continue
            figure = self.system.figure(name)
            for slip in self.candidates(figure, relation, new):
                yield _Node(*self._joined(figure, slip, node), node.left, conflicts)
        for name, slip in self._named(relation, new):
            yield _Node(node.cost + slip.cost, (*node.repairs, Repair(name, slip, slip.cost)), node.left, conflicts)
        for row, slip in self._missing(relation, new):
            yield _Node(node.cost + slip.cost, (*node.repairs, Repair(row, slip, slip.cost)), node.left, conflicts)
        yield _Node(node.cost + self.price(relation, node.left), node.repairs, node.left | {relation.index}, conflicts)

    def candidates(self, figure: Figure, relation: Relation, new: Mapping[str, Slip]) -> tuple[Slip, ...]:
        """What a figure may have to be so that a relation holds, with the other relations of the figure where they allow it."""
        touching = [self.system.known(index) for index in self.system.touching(figure.id)]
        changed = tuple(sorted((name, new[name].text) for r in touching for name in r.figures if name in new)) if new else ()
        key = (figure.id, relation.index, changed)
        if key not in self._slips:
            self.work.spend(Work.SLIPS + Work.SLIP * len(touching))
            self._slips[key] = self._candidates(figure, relation, touching, new)
        return self._slips[key]

    def _candidates(self, figure: Figure, relation: Relation, touching: Sequence[Relation], new: Mapping[str, Slip]) -> tuple[Slip, ...]:
        if relation.operator == "unit":
            cost = self.slips.prior(figure) + self.slips.cause["unit"]
            return (Slip(self.system.value(figure.id), relation.display, "unit", cost, word=True),)
        if figure.place == WORD:
            return tuple(self._words(figure, relation, new))
        wanted = self.wanted(figure, relation, new)
        if wanted is None:
            return ()
        rest = [said for other in touching if other is not relation and (said := self.wanted(figure, other, new)) is not None]
        for said in sorted(rest, key=_width):
            if meet((wanted.low, wanted.high), (said.low, said.high)):
                low, high = narrow((wanted.low, wanted.high), (said.low, said.high))
                wanted = Wanted(low, high, wanted.step or said.step, wanted.base if wanted.step else said.base)
        derived = relation.figures[0] == figure.id and relation.operator in _DERIVED and figure.place != "statutory"
        derived = derived and not (figure.claim is not None and figure.claim.kind is Kind.COUNT)  # counted anew, not added up
        return self.slips.explain(figure, wanted, derived=derived)

    def wanted(self, figure: Figure, relation: Relation, new: Mapping[str, Slip]) -> Wanted | None:
        """What one relation says that a figure should be, ``None`` where it says nothing."""
        at = relation.figures.index(figure.id)
        values = self.values(relation, new)
        said = implied(relation.operator, relation.signs, values, at, UNIT, relation.expected)
        if said is None or said == (None, None):
            return None
        if relation.operator != "equal":
            return Wanted(*said)
        other = values[1 - at]
        wanted = Wanted(other.low, other.high, 0 if other.bound else other.step, other.base)
        own = self.system.value(figure.id, relation)
        apart = own.base * other.base < 0 or (figure.turned and figure.sign < 0 < other.base and own.base == 0)
        return wanted.turned if relation.signs[1] == 0 and apart else wanted

    def _words(self, figure: Figure, relation: Relation, new: Mapping[str, Slip]) -> Iterator[Slip]:
        """A word that should be another one: the comparison turned round, the grade that the score earns."""
        cost = self.slips.prior(figure) + self.slips.cause["sign"]
        if relation.operator == "tally":
            for index in self.system.touching(figure.id):
                other = self.system.known(index)
                if other.operator == "band" and other.violated:
                    yield Slip(exact(0), other.display, "unknown", cost, word=True)
        if relation.operator == "band" and relation.display:
            yield Slip(exact(0), relation.display, "unknown", cost, word=True)
        elif relation.operator == "order" and relation.figures[0] == figure.id:
            values = self.values(relation, new)
            gap = values[1].base - values[2].base
            sign = (gap > 0) - (gap < 0)
            words = costs()["equal"]
            text = opposite(figure.text) if sign and figure.sign else ""
            yield Slip(exact(sign), text or words["above" if sign > 0 else "below" if sign < 0 else "flat"], "sign", cost, word=True)

    def _joined(self, figure: Figure, slip: Slip, node: _Node) -> tuple[float, tuple[Repair, ...]]:
        """The cost and the repairs with one more: it may follow from another, and others may follow from it."""
        self.work.spend(len(node.repairs) // 4)
        cost, follows = slip.cost, ""
        together = []
        for repair in node.repairs:
            price = self._follows(figure, slip, repair.figure, repair.slip)
            if price is not None and price < cost:
                cost, follows = price, repair.figure
            if not repair.row and figure.place == PERFORMANCE and self.typed(repair.figure) == self._table(figure):
                together.append(repair.figure)
        damage = float(costs()["follows"]["damage"])
        if len(together) > 1 and not follows and slip.cost - damage > costs()["follows"]["copy"]:
            cost, follows = slip.cost - damage, together[0]
        total, repairs = node.cost + cost, []
        for repair in node.repairs:
            if not repair.follows and repair.figure != follows:
                price = self._follows(self.system.figure(repair.figure), repair.slip, figure.id, slip) if not repair.row else None
                if price is not None and price < repair.cost:
                    total += price - repair.cost
                    repair = Repair(repair.figure, repair.slip, price, figure.id)
            repairs.append(repair)
        return total, (*repairs, Repair(figure.id, slip, cost, follows))

    def _follows(self, figure: Figure, slip: Slip, name: str, cause: Slip) -> float | None:
        """What a slip costs given another: the same figure copied along, or the difference moved within a table."""
        if slip.word or cause.word or name.startswith("name:"):
            return None
        own, other = self.system.value(figure.id), self.system.value(name)
        beside = self.system.figure(name)
        near = self._table(figure) == self._table(beside) != ""
        if near and figure.quantity is None and beside.quantity is None:
            return float(costs()["follows"]["copy"])  # one table that was not filled in
        if (other.base or (near and figure.cell is not None)) and _alike(own, other) and _alike(slip.value, cause.value):
            return float(costs()["follows"]["copy"])
        if own.base and near and _moved(own, slip.value, other, cause.value):
            return float(costs()["follows"]["moved"])
        return None

    def _named(self, relation: Relation, new: Mapping[str, Slip]) -> Iterator[tuple[str, Slip]]:
        """An amount that is right, but of another item than the one that is named."""
        for name in dict.fromkeys(self._amounts(relation)):
            if name not in new and f"name:{name}" not in new and not name.startswith("="):
                text = self._other(name)
                if text:
                    self._renaming = True
                    cost = float(costs()["places"]["word"]) + self.slips.cause["name"]
                    yield f"name:{name}", Slip(exact(0), text, "name", cost, word=True)

    def _other(self, name: str) -> str:
        """The item of the same column or row whose figure an amount of the narrative is, where it is not that of its own item."""
        if name not in self._others:
            self._others[name] = ""
            figure = self.system.figure(name)
            claim = figure.claim
            if claim is not None and claim.kind is Kind.AMOUNT and claim.subject and not claim.passage.table:
                for index in self.system.touching(name):
                    relation = self.system.known(index)
                    cell = next((c for n in relation.figures if (c := self.system.figure(n).cell) is not None), None)
                    if relation.operator == "equal" and relation.violated and cell is not None:
                        self._others[name] = self._beside(figure, cell, claim.subject)
        return self._others[name]

    def _beside(self, figure: Figure, cell: Cell, subject: str) -> str:
        own, head = self.system.value(figure.id), _head(cell)
        for row in self.system.tables[cell.id.split("/", 1)[0]].rows:
            for other in row:
                across = other.row == cell.row and other.kind == cell.kind and bool(head) and head in subject
                near = (other.column == cell.column or across) and other.role is cell.role and other.id != cell.id
                if (
                    not near
                    or other.quantity is None
                    or len(significant(other.quantity)) <= 2
                    or not _alike(own, self.system.value(other.id))
                ):
                    continue
                text = self.system.named(other) if other.column == cell.column else _head(other)
                if text and text not in subject:
                    return text
        return ""

    def _row(self, relation: Relation) -> tuple[str, int] | None:
        """(table, last row) of a sum whose addends stand in one table below each other; the same for the columns of one list."""
        if relation.index not in self._rows:
            found = None
            if relation.operator == "sum" and len(relation.figures) > 2 and all(sign > 0 for sign in relation.signs):
                cells = [self.system.figure(name).cell for name in relation.figures[1:] if not name.startswith("=")]
                tables = {cell.id.split("/", 1)[0] for cell in cells if cell is not None}
                rows = [cell.row for cell in cells if cell is not None]
                if len(tables) == 1 and len(rows) == len(cells) and len(set(rows)) > 1:
                    found = (tables.pop(), max(rows))
            self._rows[relation.index] = found
        return self._rows[relation.index]

    @cached_property
    def _listed(self) -> dict[tuple[str, int], list[Relation]]:
        """The violated sums of one list."""
        found: dict[tuple[str, int], list[Relation]] = {}
        for relation in self.system.violated:
            row = self._row(relation)
            if row is not None:
                found.setdefault(row, []).append(relation)
        return found

    def _gap(self, relation: Relation, new: Mapping[str, Slip]) -> Ends:
        """The printed total less the sum of its addends."""
        values = self.values(relation, new)
        said = implied("sum", relation.signs, values, 0, UNIT)
        assert said is not None
        total = values[0]
        low = None if total.low is None or said[1] is None else total.low - said[1]
        high = None if total.high is None or said[0] is None else total.high - said[0]
        return low, high

    def _filled(self, relation: Relation, new: Mapping[str, Slip]) -> bool:
        """Whether a row that was lost from the list of a sum, or doubled in it, accounts for its gap."""
        row = self._row(relation)
        if row is None:
            return False
        lost, doubled = _row_names(row)
        if lost in new:
            low = self._gap(relation, new)[0]
            return low is not None and low > 0
        return doubled in new and any(meet(self._gap(relation, new), (-twin, -twin)) for twin in self._twins(relation))

    def _twins(self, relation: Relation) -> list[Number]:
        """Values that the addends of a sum print twice in rows one below the other."""
        cells = [(self.system.figure(name).cell, self.system.value(name).base) for name in relation.figures[1:]]
        return [x for (a, x), (b, y) in pairwise(cells) if a and b and x == y != 0 and a.column == b.column and b.row - a.row == 1]

    def _whole(self, relation: Relation, row: tuple[str, int]) -> bool:
        """Whether another column of the list of a sum adds up without a further row."""
        cell = next(cell for name in relation.figures[1:] if (cell := self.system.figure(name).cell) is not None)
        beside = [
            c
            for line in self.system.tables[row[0]].rows[cell.row : cell.row + 1]
            for c in line
            if c.quantity is not None and c.quantity.base
        ]
        near = (self.system.known(i) for c in beside if c.column != cell.column for i in self.system.touching(c.id))
        return any(not other.violated and self._row(other) == row for other in near)

    def _missing(self, relation: Relation, new: Mapping[str, Slip]) -> Iterator[tuple[str, Slip]]:
        """A row that the list of a sum lacks, or prints twice."""
        row = self._row(relation)
        if row is None:
            return
        low, high = self._gap(relation, new)
        lost, doubled = _row_names(row)
        style = next((q for name in relation.figures[1:] if (q := self.system.figure(name).quantity) is not None), None)
        if low is None or high is None or style is None:
            return
        text = f"{float(low + high) / 2 / UNIT / float(style.scale):.{max(style.decimals, 0)}f}"
        rows: Mapping[str, float] = costs()["rows"]
        if low > 0 and lost not in new:
            columns = [r for r in self._listed.get(row, ()) if (self._gap(r, new)[0] or 0) > 0]
            cost = rows["lost"] - (rows["together"] if len(columns) > 1 else 0.0)
            if len(columns) == 1 and self._whole(relation, row):
                cost += rows["alone"]
            yield lost, Slip(exact(0), text, "lost-row", cost, word=True)
        if high < 0 and doubled not in new and any(meet((low, high), (-twin, -twin)) for twin in self._twins(relation)):
            yield doubled, Slip(exact(0), text.lstrip("-"), "doubled-row", rows["doubled"], word=True)


def _head(cell: Cell) -> str:
    """The head of the column of a cell."""
    return fold(cell.path[-1]).replace(" ", "") if cell.path else ""


def _row_names(row: tuple[str, int]) -> tuple[str, str]:
    return f"row:{row[0]}/{row[1]}/lost", f"row:{row[0]}/{row[1]}/doubled"


def _width(wanted: Wanted) -> float:
    return math.inf if wanted.low is None or wanted.high is None else float(wanted.high - wanted.low)


def _alike(one: Value, other: Value) -> bool:
    """Whether two figures print the same number, each in its own precision."""
    return one.base == other.base or (one.step != other.step and _apart(one.base - other.base) * 2 <= max(one.step, other.step))


def _moved(own: Value, new: Value, other: Value, fresh: Value) -> bool:
    """Whether two figures are off by the same amount, in either direction."""
    one, two = own.base - new.base, other.base - fresh.base
    slack = own.step + other.step
    return _apart(one) > 4 * slack and min(_apart(one - two), _apart(one + two)) <= slack


def _apart(gap: Number) -> Number:
    return -gap if gap < 0 else gap
