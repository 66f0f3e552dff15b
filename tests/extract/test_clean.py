"""Whole narratives without an error, in the manner of several provinces: everything is read, nothing is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.check.run import check, registry
from auditor.extract import extract
from auditor.link import link
from auditor.model import Check, Kind, Verdict
from auditor.read import read

FILES = sorted((Path(__file__).parent / "clean").glob("*.md"))
RULES = [rule for rule in registry() if rule.id.startswith(("text-table.", "within-text."))]


def checks(path: Path) -> tuple[Check, ...]:
    document = read(path)
    claims = extract(document)
    made, faults = check(document, claims, link(document, claims), RULES)
    assert not faults
    return made


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_alarm(path: Path) -> None:
    assert [one.message for one in checks(path) if one.verdict is Verdict.INCONSISTENT] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_figure_has_a_subject(path: Path) -> None:
    claims = extract(read(path))
    assert [claim.text for claim in claims if claim.kind is not Kind.THRESHOLD and not claim.aspects.measure] == []


@pytest.mark.parametrize("path", [path for path in FILES if "report" not in path.stem], ids=lambda path: path.stem)
def test_a_changed_digit_of_a_rate_is_found(path: Path, tmp_path: Path) -> None:
    """Of the rates and shares that can be recomputed, each one that is made wrong raises an alarm."""
    agreed = {one.reported.figure for one in checks(path) if one.verdict is Verdict.CONSISTENT}
    rates = [c for c in extract(read(path)) if c.id in agreed and c.kind in (Kind.RATE, Kind.SHARE, Kind.COMPLETION) and c.quantity.value]
    assert len(rates) >= 10
    lines = path.read_text(encoding="utf-8").split("\n")
    for claim in rates[::4]:
        place = claim.location
        assert place.line is not None
        line = lines[place.line - 1]
        number = line[place.start : place.end]
        whole, point, rest = number.partition(".")
        wrong = whole[:-1] + str((int(whole[-1]) + 3) % 10) + point + rest
        changed = [*lines]
        changed[place.line - 1] = line[: place.start] + wrong + line[place.end :]
        copy = tmp_path / "changed.md"
        copy.write_text("\n".join(changed), encoding="utf-8")
        assert any(one.verdict is Verdict.INCONSISTENT for one in checks(copy)), f"{path.name}:{place.line}: {number} → {wrong}"
