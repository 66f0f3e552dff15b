"""Contradictions that are too many to be slips are more likely a misreading of ours.

A slip of the hand spoils one figure. Where most comparisons of one kind with one column of a table fail, and no single figure explains
them, the column is probably not what it was taken for: a rate that was added up, a stage or a side of the account taken for another. The
same holds for two paragraphs between which most figures differ: they speak of two things; and for a paragraph in which most comparisons
fail, whatever they are. Such contradictions are kept, with that doubt, as notes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from auditor.model import Check, Claim, Level, Verdict

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
