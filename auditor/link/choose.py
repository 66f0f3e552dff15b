"""Choose among the candidates, or say why none is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations_with_replacement

from auditor.link.candidates import Index
from auditor.model import Aspects, Cell, Claim, Kind, Link, Unlinked
from auditor.model.quantity import Quantity, alike

_KINDS = {
    Kind.AMOUNT: ("amount",),
    Kind.COUNT: ("count", "amount"),
    Kind.SCORE: ("score",),
    Kind.COMPLETION: ("completion",),
    Kind.RATIO: ("actual", "amount"),
    Kind.CHANGE: ("change",),
    Kind.RATE: ("rate",),
    Kind.SHARE: ("share",),
    Kind.NONE: ("amount",),
}


def choose(claim: Claim, index: Index) -> Iterator[Link | Unlinked]:
    """The links of one claim."""
    yield from _operands(claim, index)
    kinds = _KINDS.get(claim.kind)
    if kinds is None:
        yield Unlinked(claim, "这类数字没有对应的表格数")
        return
    if claim.kind is Kind.SCORE and claim.aspects.stage == "目标":
        kinds = ("weight",)
    if claim.aspects.measure.startswith("指标.") and claim.kind in (Kind.COUNT, Kind.RATIO, Kind.AMOUNT):
        kinds = ("target",) if claim.aspects.stage == "目标" else ("actual",)
    if "planned-or-done" in claim.flags:
        yield _either(claim, index)
        return
    if claim.also:
        for aspects in claim.also:
            yield _best(claim, [aspects], kinds, index)
        return
    yield _best(claim, [claim.aspects, *claim.readings], kinds, index)


def _either(claim: Claim, index: Index) -> Link | Unlinked:
    """The result or the target of an indicator, whichever a figure fits that does not say which it is."""
    for stage, kind in ((claim.aspects.stage, "actual"), ("目标", "target")):
        found = _best(claim, [claim.aspects.but(stage=stage)], (kind,), index)
        if isinstance(found, Link) and found.cell.quantity is not None and alike(claim.quantity, found.cell.quantity) in ("equal", "meets"):
            return found
    return Unlinked(claim, "没有写明是目标值还是完成值")


def _operands(claim: Claim, index: Index) -> Iterator[Link]:
    """The cells of the amounts that a change, rate, share or completion is computed from."""
    if claim.kind not in (Kind.CHANGE, Kind.RATE, Kind.SHARE, Kind.COMPLETION, Kind.FLAT, Kind.ORDER):
        return
    for role, senses in (
        ("current", [claim.aspects, *claim.readings] if claim.kind is not Kind.SHARE else [claim.aspects]),
        ("base", [claim.base] if claim.base else []),
    ):
        for one in [list(claim.also)] if claim.also and role == "current" else [senses]:
            found = _best(claim, [sense for sense in one if sense is not None], ("amount",), index, guess=False)
            if isinstance(found, Link) and (found.cell.quantity is None or found.cell.quantity.unit):
                yield replace(found, role=role)


def _best(claim: Claim, senses: list[Aspects], kinds: tuple[str, ...], index: Index, *, guess: bool = True) -> Link | Unlinked:
    found: list[tuple[float, Cell, tuple[str, ...]]] = []
    for penalty, aspects in enumerate(senses):
        for kind in kinds:
            for cell, score, why in index.like(aspects, kind):
                own = guess or claim.kind is Kind.CHANGE  # a rate is of no dimension of its own: its operands are what they are
                if own and cell.quantity is not None and not _commensurable(claim, cell):
                    continue
                if not index.speaks_of(claim, cell):
                    continue
                found.append((score - 0.05 * min(penalty, 3), cell, why))
    if not found:
        return Unlinked(claim, _why(claim, index))
    if "bare-total" in claim.flags and guess:
        fitting = [f for f in found if f[1].quantity is not None and alike(claim.quantity, f[1].quantity) in ("equal", "meets")]
        found = fitting or found
    filled = [f for f in found if f[1].quantity is not None] or found
    top = max(score for score, _, _ in filled)
    best = [f for f in filled if f[0] >= top - 0.011]
    cells = [cell for _, cell, _ in best]
    values = [cell for cell in cells if cell.quantity is not None]
    fits = [f for f in best if guess and f[1].quantity is not None and alike(claim.quantity, f[1].quantity) in ("equal", "meets")]
    distinct = dict.fromkeys(cell.quantity for cell in values if cell.quantity is not None)
    differ = any(alike(a, b) not in ("equal", "meets") for a, b in combinations_with_replacement(distinct, 2))
    if differ and fits and len({c.id.split("/")[0] for c in values}) > 1:
        best = fits
    elif differ:
        return Unlinked(claim, "有多个表格数符合描述而彼此不同，不作猜测", tuple(values))
    overall = index.table(best[0][1]).kind.startswith("performance") and not claim.aspects.entity
    slip = claim.kind is Kind.AMOUNT and all(c.quantity is not None and _slip(claim.quantity, c.quantity) for _, c, _ in best)
    if guess and overall and best[0][1].quantity is not None and not any(f in best for f in fits) and not slip:
        return Unlinked(claim, "自评表的口径与文字未必相同，不作比较", tuple(c for _, c, _ in best))
    score, cell, why = max(best, key=lambda f: (f[0], -(f[1].quantity.step if f[1].quantity else 0)))
    return Link(claim, cell, max(score, 0.0), why)


def _slip(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers of at least five digits are one, mistyped: one digit, two neighbours swapped, or the point moved."""
    if alike(one, other) == "last":
        return True
    first, second = (f"{q.value:f}".replace(".", "").replace("-", "") for q in (one, other))
    if min(len(first.strip("0")), len(second.strip("0"))) < 5 or one.scale != other.scale:
        return False
    apart = [at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b]
    if len(first) != len(second) or not apart:
        return first.strip("0") == second.strip("0")
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1 and first[apart[0]] == second[apart[1]] and first[apart[1]] == second[apart[0]]
    return len(apart) == 1 or swapped


def _commensurable(claim: Claim, cell: Cell) -> bool:
    """Money is never compared with a count, whatever their names."""
    assert cell.quantity is not None
    kinds = {claim.quantity.dimension, cell.quantity.dimension}
    return not ("money" in kinds and kinds & {"count", "ratio", "score", "measure"})


def _why(claim: Claim, index: Index) -> str:
    measure = claim.aspects.measure
    if not measure:
        return "未能确定数字所指的项目"
    if not index.document.tables:
        return "文件中没有表格"
    kinds = _KINDS.get(claim.kind, ())
    if not any(index.cells(measure, kind) for kind in kinds):
        return "表格中没有这个项目"
    years = {c.aspects.period for kind in kinds for c in index.cells(measure, kind)}
    if claim.aspects.period and claim.aspects.period not in years:
        return f"表格中没有{claim.aspects.period}年的数"
    return "表格中没有同一口径、同一阶段的数"
