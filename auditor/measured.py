"""What the scorecard says of a rule: how many planted errors it found, and how much of what it said was right."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

Z = 1.959963984540054
"""95 % of a normal distribution."""


def wilson(found: int, number: int) -> tuple[float, float]:
    """The Wilson interval (95 %) of ``found`` out of ``number``."""
    if not number:
        return 0.0, 1.0
    share, square = found / number, Z * Z / number
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * math.sqrt(share * (1 - share) / number + square / (4 * number))
    return max(0.0, middle - half), min(1.0, middle + half)


def shown(found: int, number: int) -> str:
    """``97.1% (334/344; 94.8–98.4)``."""
    if not number:
        return "—"
    low, high = wilson(found, number)
    return f"{found / number:.1%} ({found}/{number}; {low * 100:.1f}–{high * 100:.1f})"


def scorecard() -> Path | None:
    """The figures of the scorecard: inside an installed wheel, in reports/ of a checkout; None where there are none."""
    package = Path(__file__).resolve().parent
    places = (package / "_scorecard.json", package.parent / "reports" / "scorecard.json")
    return next((place for place in places if place.is_file()), None)


@cache
def _rules() -> dict[str, Any]:
    place = scorecard()
    return dict(json.loads(place.read_text(encoding="utf-8")).get("rules", {})) if place else {}


def of(rule: str) -> str:
    """A paragraph about one rule, empty where nothing was measured."""
    if not scorecard():
        return ""
    found = _rules().get(rule)
    head = "在生成语料上的实测（后为 95% Wilson 区间，见 reports/scorecard.md）："
    if not found:
        return head + "\n  没有遇到它管的差错，它也没有报告，精确率和查出率无从计算。"
    lines = [head]
    for split, name in (("development", "开发用的句式"), ("set-aside", "留出的句式")):
        counts = found[split]
        lines.append(
            f"  {name}：报告的错误和警告属实 {shown(*counts['precision'])}；"
            f"目录编号所管的植入差错，本规则查出 {shown(*counts['recall'])}，所有规则合计 {shown(*counts['any'])}"
        )
    return "\n".join(lines)
