"""Contradictions that are too many to be slips are more likely a misreading of ours.

A slip of the hand spoils one figure. Where most comparisons of one kind with one column of a table fail, and no single figure explains
them, the column is probably not what it was taken for: a rate that was added up, a stage or a side of the account taken for another. The
same holds for two paragraphs between which most figures differ: they speak of two things; and for a paragraph in which most comparisons
fail, whatever they are (:func:`doubted`).

A slip leaves a trace: one digit, two that changed places, the point, the unit, a word of direction. Two numbers of the narrative that were
taken for one quantity and that no slip turns into one another are more likely two quantities; so are several different numbers that were
taken for one cell, and two figures each of which agrees with others (:func:`traceless`, after the diagnosis).

Such contradictions are kept, with that doubt, as notes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from auditor.model import Check, Claim, Diagnosis, Finding, Level, Verdict

SEPARATE = 3
"""So many contradictions without a common figure need as many slips in one place."""


def doubted(checks: Sequence[Check], claims: Iterable[Claim] = ()) -> tuple[Check, ...]:
    """The checks; contradictions in one place, where most comparisons fail for no common figure, as notes that say so."""
    passages = {claim.id: id(claim.passage) for claim in claims}
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, check in enumerate(checks):
        for place in _places(check):
            groups[check.rule, place].append(position)
        if check.reported.figure in passages:
            groups["", str(passages[check.reported.figure])].append(position)
    doubtful: dict[int, int] = {}
    for positions in groups.values():
        failed = [i for i in positions if checks[i].verdict is Verdict.INCONSISTENT and checks[i].level is not Level.NOTE]
        held = sum(checks[i].verdict in (Verdict.CONSISTENT, Verdict.ROUNDING) for i in positions)
        if len(failed) > held and (separate := _separate(checks[i] for i in failed)) >= SEPARATE:
            doubtful.update((i, separate) for i in failed)
    return tuple(_as_note(check, doubtful[i]) if i in doubtful else check for i, check in enumerate(checks))


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TRACELESS = ("", "unknown", "row-shift")
"""Causes of a diagnosis that leave no trace in the digits; the value of a neighbour is as well explained by having taken the wrong neighbour."""


def traceless(
    findings: Sequence[Finding], diagnoses: Iterable[Diagnosis], checks: Sequence[Check] = (), standard: Collection[str] = ()
) -> frozenset[str]:
    """Ids of the findings between figures that no slip turns into one another and that are therefore probably not the same quantity.

    A number of the narrative and a cell are believed to be one quantity, unless several different numbers were taken for that cell, or
    no correction of either explains anything and each of them agrees with others (``checks``). Two cells of ``standard`` tables are
    what the form says that they are: money booked under another 类 in one of them closes all sums of both.
    """
    causes = {diagnosis.id: diagnosis.cause for diagnosis in diagnoses}
    equal = [f for f in findings if f.check.relation[:1] == ("equal",) and len(f.check.using) == 1 and f.level is not Level.NOTE]
    unmarked = [
        f for f in equal if causes.get(f.diagnosis, "") in _TRACELESS and not _one_slip(f.check.reported.text, f.check.using[0].text)
    ]
    agreeing = {
        figure
        for check in checks
        if check.verdict in (Verdict.CONSISTENT, Verdict.ROUNDING)
        for evidence in (check.reported, *check.using)
        if (figure := evidence.cell or evidence.figure)
    }
    values: dict[str, set[str]] = defaultdict(set)
    for finding in unmarked:
        values[finding.check.using[0].cell].add(finding.check.reported.text)
    found = set()
    for finding in unmarked:
        said, other = finding.check.reported, finding.check.using[0]
        if said.cell and other.cell and all(e.cell.split("/", 1)[0] in standard for e in (said, other)):
            continue
        narrative = not said.cell and not other.cell
        both = finding.diagnosis not in causes and {said.cell or said.figure, other.cell or other.figure} <= agreeing
        if narrative or both or (other.cell and len(values[other.cell]) > 1):
            found.add(finding.id)
    return frozenset(found)


def _one_slip(one: str, other: str) -> bool:
    """Whether one digit, two neighbours, the point or the unit is all that tells two printed numbers apart."""
    first, second = (_NUMBER.search(text) for text in (one, other))
    if first is None or second is None or one == other:
        return False
    printed = [match[0].replace(",", "") for match in (first, second)]
    if len({len(text.partition(".")[2]) for text in printed}) == 1 and len(printed[0]) == len(printed[1]):
        return _near(printed[0], printed[1])
    digits, more = sorted((text.replace(".", "").strip("0") for text in printed), key=len)
    # The same in a smaller unit, or with more decimals: as many digits as the shorter has.
    return bool(digits) and _near(digits, more[: len(digits)] if len(digits) > 2 else more)


def _near(one: str, other: str) -> bool:
    """Whether one sign, or two neighbours that changed places, is all that tells two texts of one length apart."""
    if len(one) != len(other):
        return False
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) < 2:
        return True
    first, last = apart[0], apart[-1]
    return len(apart) == 2 and last == first + 1 and (one[first], one[last]) == (other[last], other[first])


def as_notes(findings: Sequence[Finding], doubtful: frozenset[str]) -> tuple[Finding, ...]:
    """The findings, those of ``doubtful`` as notes that say why."""
    return tuple(_as_two(finding) if finding.id in doubtful else finding for finding in findings)


def _as_two(finding: Finding) -> Finding:
    check = _two(finding.check)
    return replace(finding, level=check.level, check=check, message=check.message)


def _two(check: Check) -> Check:
    return replace(
        check,
        level=Level.NOTE,
        message=f"{check.message}（没有一处笔误能把一个数变成另一个，可能本是两个不同的数，仅供参考）",
        message_en=f"{check.message_en} (no slip turns one into the other: perhaps two quantities)" if check.message_en else "",
    )


def _places(check: Check) -> Iterator[str]:
    """The columns that a comparison rests on (``T3/5`` for the cell ``T3/2/5``), or the paragraphs of the text that it compares."""
    used = (check.reported, *check.using)
    columns = dict.fromkeys(f"{table}/{column}" for table, _, column in (e.cell.rsplit("/", 2) for e in used if e.cell))
    if columns:
        return iter(columns)
    lines = {(e.location.page, e.location.line, e.location.paragraph) for e in used}
    return iter([repr(sorted(lines, key=str))] if len(lines) > 1 else ())


def _separate(checks: Iterable[Check]) -> int:
    """How many of the comparisons have no figure in common, counted from the smallest."""
    figures = [{e.cell or e.figure for e in (check.reported, *check.using)} - {""} for check in checks]
    taken: set[str] = set()
    count = 0
    for own in sorted(figures, key=len):
        if own and not own & taken:
            taken |= own
            count += 1
    return count


def _as_note(check: Check, count: int) -> Check:
    return replace(
        check,
        level=Level.NOTE,
        message=f"{check.message}（同一列或同一段这样的不符至少有 {count} 处，多半是没有读懂，仅供参考）",
        message_en=f"{check.message_en} (at least {count} such in one place: more likely misread)" if check.message_en else "",
    )
