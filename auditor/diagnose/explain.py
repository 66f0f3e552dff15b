"""From likely explanations to diagnoses: what to correct, into what, how sure, and which findings go away."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from auditor.diagnose.figures import System, base
from auditor.diagnose.relations import meet, narrow
from auditor.diagnose.search import DAMAGED, Hypothesis, Repair, Search, Work
from auditor.diagnose.slips import Slips, Wanted, opposite
from auditor.lexicon import load
from auditor.model import Correction, Diagnosis, Finding, Interval, Location

_NUMBER = re.compile(r"[-−－]?\d[\d,，]*(?:[.．]\d+)?")
_RIVAL = 0.12
"""A rival is named when it is at least so likely, as a share of the diagnosis that it rivals."""
_EVEN = 0.7
"""From this share on the two are equally good, and neither is believed."""
_VAGUE = frozenset(("unknown", "row-shift", "stale"))
"""Causes that do not show in the printed form: the value comes from the other figures alone."""
_MOST = 4
"""Rivals that are named."""


@dataclass(slots=True)
class _Case:
    """One correction with what it explains."""

    repairs: tuple[Repair, ...]
    likely: float
    findings: tuple[int, ...]
    """Positions of the findings."""
    groups: list[int]
    """Cases of one group explain the same findings."""


@dataclass(frozen=True, slots=True)
class Explained:
    """What became of the findings of a document."""

    diagnoses: tuple[Diagnosis, ...]
    unreached: tuple[str, ...]
    """Ids of the findings that the search did not come to."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader has to know of the findings without a diagnosis."""
        if not self.unreached:
            return ()
        return (f"矛盾太多、牵连太广：有 {len(self.unreached)} 条发现没有推断出是哪个数有误，请逐条核对",)


def explain(system: System, findings: Sequence[Finding], work: Work | None = None) -> Explained:
    """The diagnoses of all violated relations that the work suffices for."""
    slips = Slips(system)
    search = Search(system, slips, work)
    by_check = {int(finding.check_id[1:]) - 1: position for position, finding in enumerate(findings)}
    cases: dict[tuple[str, str], _Case] = {}
    solved = _solved(search)
    for group, (component, found) in enumerate(solved):
        for case in _cases(search, component, found, by_check, group):
            known = cases.setdefault((_first(case), case.repairs[0].slip.text), case)
            if known is not case:  # it rivals two corrections at once
                known.groups += case.groups
                known.findings = tuple(sorted({*known.findings, *case.findings}))
                known.likely = max(known.likely, case.likely)
    ordered = sorted(cases.values(), key=lambda case: (case.findings[0], case.groups[0], -case.likely, system.order.get(_first(case), 0)))
    explained = {position for case in ordered for position in case.findings}
    unreached = {
        by_check[check]
        for _, found in solved
        for index in found[0].unreached
        for check in system.known(index).checks
        if check in by_check and by_check[check] not in explained
    }
    diagnoses = _diagnoses(system, search, ordered, findings)
    return Explained(tuple(diagnoses), tuple(findings[position].id for position in sorted(unreached)))


def _first(case: _Case) -> str:
    return case.repairs[0].figure


def _solved(search: Search) -> list[tuple[list[int], list[Hypothesis]]]:
    """Each component with its explanations; components that the best explanation of another reaches into are solved together."""
    waiting = sorted(search.components(), key=len)
    done: list[tuple[list[int], list[Hypothesis]]] = []
    while waiting:
        component = waiting.pop(0)
        found = search.solve(component, max(search.work.left // (len(waiting) + 1), search.work.left // 4))
        reached = {i for repair in found[0].repairs for i in search.touching(repair.figure)}
        joined = [other for other in waiting if not reached.isdisjoint(other)]
        joined += [other for other, _ in done if not reached.isdisjoint(other)]
        if joined and search.work.left > 0:
            waiting = [other for other in waiting if other not in joined]
            done = [pair for pair in done if pair[0] not in joined]
            waiting.insert(0, sorted({*component, *(i for other in joined for i in other)}))
        else:
            done.append((component, found))
    return sorted(done, key=lambda pair: pair[0][0])


def _cases(search: Search, component: Sequence[int], found: Sequence[Hypothesis], by_check: Mapping[int, int], group: int) -> list[_Case]:
    """The corrections of the best explanation, and what else would explain the same findings."""
    weights = [math.exp(found[0].cost - h.cost) for h in found]
    total = sum(weights)
    likely: dict[tuple[str, str], float] = defaultdict(float)
    for hypothesis, weight in zip(found, weights, strict=True):
        for repair in hypothesis.repairs:
            likely[repair.figure, repair.slip.text] += weight / total
    best = _precise(found)
    cases: list[_Case] = []
    for number, repairs in enumerate(_groups(search, best.repairs)):
        own = _resolved(search, best, repairs, by_check, component)
        if not own:
            continue
        head = repairs[0]
        mark = group * 1000 + number
        cases.append(_Case(repairs, likely[head.figure, head.slip.text] * head.slip.share, own, [mark]))
        taken = {repair.figure for repair in best.repairs}
        rivals: dict[str, _Case] = {}
        for hypothesis in found:
            for others in _groups(search, hypothesis.repairs):
                name = others[0].figure
                chance = likely[name, others[0].slip.text] * others[0].slip.share
                if name in taken or chance < _RIVAL * cases[-1].likely or (name in rivals and rivals[name].likely >= chance):
                    continue
                covered = _resolved(search, hypothesis, others, by_check, component)
                if set(covered) & set(own):
                    rivals[name] = _Case(others, chance, covered, [mark])
        cases += sorted(
            rivals.values(),
            key=lambda case: (-case.likely, search.system.order.get(_first(case), 0)),
        )[:_MOST]
    return cases


def _precise(found: Sequence[Hypothesis]) -> Hypothesis:
    """The best explanation with the values that are likeliest: where many would do, one that a slip or another figure gives."""
    first = found[0]
    figures = {repair.figure for repair in first.repairs}
    same = [h for h in found if h.left == first.left and {repair.figure for repair in h.repairs} == figures]
    return min(same, key=lambda h: h.cost - sum(math.log(max(repair.slip.share, 1e-9)) for repair in h.repairs))


def _groups(search: Search, repairs: Sequence[Repair]) -> list[tuple[Repair, ...]]:
    """Repairs with those that they brought about; those of a damaged table together."""
    heads: dict[str, list[Repair]] = {}
    follows = {repair.figure: repair.follows for repair in repairs}
    for repair in repairs:
        head, passed = repair.figure, {repair.figure}
        while follows.get(head) and follows[head] not in passed:
            head = follows[head]
            passed.add(head)
        heads.setdefault(head, []).append(repair)
    for head, group in heads.items():
        group.sort(key=lambda repair: repair.figure != head)
    tables: dict[str, list[str]] = defaultdict(list)
    for head, group in heads.items():
        places = {search.typed(repair.figure) for repair in group if not repair.row}
        if len(places) == 1:
            tables[places.pop()].append(head)
    tables.pop("", None)
    for same in tables.values():
        if len(same) > 1 and sum(len(heads[head]) for head in same) >= DAMAGED:
            first = max(same, key=lambda head: len(heads[head]))
            for head in same:
                if head != first:
                    heads[first] += heads.pop(head)
    return [tuple(group) for group in heads.values()]


def _resolved(
    search: Search, hypothesis: Hypothesis, repairs: Sequence[Repair], by_check: Mapping[int, int], component: Sequence[int]
) -> tuple[int, ...]:
    """Positions of the findings that these repairs explain."""
    names = {repair.figure for repair in repairs}
    rows = {name for name in names if name.startswith("row:")}
    found: set[int] = set()
    new = {repair.figure: repair.slip for repair in hypothesis.repairs}
    indices = {i for name in names for i in search.touching(name)} | (set(component) if rows else set())
    for index in indices:
        relation = search.system.known(index)
        if not relation.violated or index in hypothesis.left:
            continue
        if rows and not names.intersection(relation.figures) and search.holds(relation, {k: v for k, v in new.items() if k not in rows}):
            continue
        if search.holds(relation, new):
            found.update(by_check[check] for check in relation.checks if check in by_check)
    return tuple(sorted(found))


def _diagnoses(system: System, search: Search, cases: Sequence[_Case], findings: Sequence[Finding]) -> list[Diagnosis]:
    groups: dict[int, list[int]] = defaultdict(list)
    for position, case in enumerate(cases):
        for group in case.groups:
            groups[group].append(position)
    made: list[Diagnosis] = []
    for position, case in enumerate(cases):
        others = sorted({i for group in case.groups for i in groups[group]} - {position})
        top = max(case.likely, *(cases[i].likely for i in others)) if others else case.likely
        rival = max((cases[i].likely for i in others), default=0.0)
        vague = case.repairs[0].slip.cause in _VAGUE
        sure = confidence(case.likely, vague=vague)
        if rival >= _EVEN * case.likely or case.likely < top:
            sure = min(sure, 0.49)
        if case.likely < top:
            sure = min(sure, confidence(top, vague=vague))
        head = case.repairs[0]
        made.append(
            replace(
                _one(system, search, head, f"D{position + 1}"),
                confidence=round(sure, 2),
                resolves=tuple(findings[i].id for i in case.findings),
                also=tuple(_further(system, repair) for repair in case.repairs[1:]),
                rivals=tuple(f"D{i + 1}" for i in others),
                likely=case.likely,
            )
        )
    return made


def _one(system: System, search: Search, repair: Repair, identity: str) -> Diagnosis:
    if repair.figure.startswith("name:"):
        claim = system.figure(repair.figure[5:]).claim
        assert claim is not None
        at = claim.passage.text.rfind(claim.subject, 0, claim.start)
        location = claim.passage.locate(at, at + len(claim.subject)) if at >= 0 else claim.location
        return Diagnosis(identity, location, claim.subject, repair.slip.text, "name", 0.0, (), claim.id)
    if repair.row:
        table, row, _ = repair.figure[4:].rsplit("/", 2)
        cells = system.tables[table].rows[int(row)]
        location = replace(cells[0].location, label=f"{system.tables[table].title}")
        return Diagnosis(identity, location, "", repair.slip.text, repair.slip.cause, 0.0, ())
    figure = system.figure(repair.figure)
    new = {repair.figure: repair.slip}
    holding = [i for i in system.touching(figure.id) if search.holds(system.known(i), new)]
    wanted: Wanted | None = None
    for index in holding:
        said = search.wanted(figure, system.known(index), {})
        if said is not None and (wanted is None or meet((wanted.low, wanted.high), (said.low, said.high))):
            low, high = (said.low, said.high) if wanted is None else narrow((wanted.low, wanted.high), (said.low, said.high))
            wanted = Wanted(low, high)
    if wanted is not None and figure.sign < 0:
        wanted = wanted.turned
    interval = Interval(base(wanted.low), base(wanted.high)) if wanted is not None else None
    location, text, suggested = _words(system, repair)
    return Diagnosis(
        identity,
        location,
        text,
        suggested,
        repair.slip.cause,
        0.0,
        (),
        figure.claim.id if figure.claim is not None else "",
        figure.cell.id if figure.cell is not None else "",
        interval,
        len(holding),
    )


def _words(system: System, repair: Repair) -> tuple[Location, str, str]:
    """The exact place, what stands there, and what should: a number, a number with its unit, or a word."""
    figure, slip = system.figure(repair.figure), repair.slip
    claim = figure.claim
    if claim is not None and slip.cause == "sign" and claim.direction_span is not None and figure.quantity is not None and figure.turned:
        word = claim.passage.text[slice(*claim.direction_span)]
        if slip.text == opposite(word):
            return claim.passage.locate(*claim.direction_span), word, slip.text
    if figure.place == "word":
        return figure.location, figure.text, slip.text
    if claim is not None and slip.cause == "unit" and slip.text[-1:] == "元":
        return figure.location, "".join(figure.text.split()), slip.text
    number = _NUMBER.search(figure.text)
    if number is None and figure.quantity is not None:
        return figure.location, figure.text, slip.text + figure.quantity.unit
    return figure.location, number[0] if number is not None else figure.text, slip.text


def _further(system: System, repair: Repair) -> Correction:
    if repair.row:
        return Correction(Location(), "", repair.slip.text)
    figure = system.figure(repair.figure)
    location, text, suggested = _words(system, repair)
    return Correction(
        location,
        text,
        suggested,
        figure.claim.id if figure.claim is not None else "",
        figure.cell.id if figure.cell is not None else "",
    )


def confidence(likely: float, *, vague: bool = False) -> float:
    """How often a correction of that probability was right on planted errors (lexicons/calibration.yaml)."""
    points = load("calibration")["vague" if vague else "slips"]
    at = bisect_right([x for x, _ in points], likely)
    if at == 0:
        return float(points[0][1])
    if at == len(points):
        return float(points[-1][1])
    (x, y), (z, w) = points[at - 1], points[at]
    return float(y + (w - y) * (likely - x) / (z - x)) if z > x else float(w)
