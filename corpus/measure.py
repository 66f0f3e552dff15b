"""Audit the generated documents and their variants, and hold what is found against the labels."""

from __future__ import annotations

import re
import resource
import tempfile
import time
from collections import Counter
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from generate import corpus
from generate.families import Family, load
from generate.printing import plain
from reference import naive, parsers

Record = dict[str, Any]
LOUD = ("error", "warning")
WIDE = ("lost-row", "doubled-row", "empty-table")
"""Errors without a figure of their own: a finding on the total, or on what states the missing figure, has found them."""
QUIET = ("truncation", "lost-row")
"""Errors that a note may report: a last digit cut off, and a row that may only be missing from the copy at hand."""
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
NEAR = 60
"""Lines between a lost or doubled row and the head of its list, where the diagnosis stands."""
AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|元)")
SCALE = {"元": 1, "万元": 10**4, "亿元": 10**8}
WAYS = ("增加 增长 上升 提高 增收 增支 增幅 大于 高于 超过 多".split(), "减少 下降 降低 减收 减支 降幅 小于 低于 少".split())
"""Words of the one direction and of the other."""


@cache
def families() -> dict[str, tuple[str, Family]]:
    """Family name → its split and the family."""
    return {family.name: (split, family) for split in ("development", "set-aside") for family in load(split)}


def spots(finding: Record) -> list[Record]:
    """The places that a finding names, what is claimed first."""
    places = [finding["claimed"].get("location"), *(evidence.get("location") for evidence in finding.get("evidence", []))]
    return [place for place in places if place and place.get("line")]


def touch(spot: Record, place: Record) -> bool:
    """Whether two places overlap."""
    return bool(spot["line"] == place["line"] and spot.get("start", 0) < place["end"] and spot.get("end", 1 << 30) > place["start"])


def audit(lines: list[str], name: str, folder: Path) -> Record:
    """The report on a document."""
    import auditor

    path = folder / f"{name}.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return auditor.audit(path).to_dict()


def _key(finding: Record) -> tuple[object, ...]:
    return finding["rule"], finding["claimed"].get("text"), finding["message"]


def fresh(report: Record, before: Record) -> list[Record]:
    """The findings that the clean document does not have (wherever they stand: rows move lines)."""
    known = Counter(_key(finding) for finding in before["findings"])
    found = []
    for finding in report["findings"]:
        if known[_key(finding)]:
            known[_key(finding)] -= 1
        else:
            found.append(finding)
    return found


def _judge(error: Record, findings: list[Record], report: Record) -> Record:
    """What became of one planted error."""
    places = [error["place"], *(error["also"] if error["kind"] in WIDE else [])]
    hits = [finding for finding in findings if any(touch(spot, place) for spot in spots(finding) for place in places)]
    loud = [finding for finding in hits if finding["level"] in LOUD]
    counted = hits if error["kind"] in QUIET else loud
    blaming = [diagnosis for diagnosis in report.get("diagnoses", []) if _blames(diagnosis, error)]
    blamed, restored = bool(blaming), bool(blaming) and _restores(blaming[0], error)
    return {
        "kind": error["kind"], "found": bool(counted), "rules": sorted({finding["rule"] for finding in counted}), "wanted": error["rules"],
        "blamed": blamed, "restored": restored, "figure": error["kind"] not in (*WIDE, "residue", "grade", "wrong-subject", "stale-year"),
        "diagnosed": bool(report.get("diagnoses")),
    }  # fmt: skip


def _blames(diagnosis: Record, error: Record) -> bool:
    """Whether a diagnosis stands on a planted error."""
    where = diagnosis.get("location") or {}
    return bool(where.get("line")) and touch(where, error["place"])


def _restores(diagnosis: Record, error: Record) -> bool:
    """Whether what it suggests is what stood there: the same amount, the same number, or a word of the same direction."""
    suggested, true = str(diagnosis.get("suggested") or ""), str(error["true"])
    if error["kind"] == "unit" and (one := AMOUNT.search(suggested)) and (two := AMOUNT.search(true)):
        return plain(one[1]) * SCALE[one[2]] == plain(two[1]) * SCALE[two[2]]
    if error["kind"] == "direction":
        return any(word in suggested for word in next((words for words in WAYS if true in words), [true]))
    numbers, wanted = NUMBER.findall(suggested), NUMBER.findall(true)
    return bool(numbers and wanted) and plain(numbers[0]) == plain(wanted[0])


def row_of(diagnosis: Record, kind: str, line: int, cells: str) -> bool:
    """Whether a diagnosis says that a row near a line was lost or printed twice, and what stood in one of its cells, rounded."""
    where, number = diagnosis.get("location") or {}, NUMBER.search(str(diagnosis.get("suggested") or ""))
    if diagnosis.get("cause") != kind or not where.get("line") or abs(where["line"] - line) > NEAR or number is None:
        return False
    step = Fraction(1, 10 ** len(number[0].partition(".")[2]))
    values = [Fraction(one.replace(",", "")) for one in NUMBER.findall(cells)]
    return any(abs(value - Fraction(number[0].replace(",", ""))) <= step for value in values)


def _right(diagnosis: Record, error: Record) -> bool:
    """Whether a diagnosis names a planted error and what stood there."""
    if error["kind"] in ("lost-row", "doubled-row"):
        return row_of(diagnosis, error["kind"], error["place"]["line"], str(error["true"]))
    if error["kind"] in ("wrong-subject", "grade"):
        bare = BRACKETS.sub("", str(error["true"]))
        return _blames(diagnosis, error) and bare in BRACKETS.sub("", str(diagnosis.get("suggested") or ""))
    return _blames(diagnosis, error) and _restores(diagnosis, error)


def _rated(report: Record, before: Record, errors: list[Record]) -> list[tuple[float, bool]]:
    """How sure each diagnosis is that the clean document does not have, and whether it is right in place and value."""

    def name(diagnosis: Record) -> tuple[object, ...]:
        return diagnosis.get("printed"), diagnosis.get("suggested"), diagnosis.get("cause")

    known = Counter(name(diagnosis) for diagnosis in before.get("diagnoses", []))
    return [(float(d["confidence"]), any(_right(d, error) for error in errors)) for d in report.get("diagnoses", []) if not known[name(d)]]


def _stray(findings: list[Record], errors: list[Record]) -> tuple[list[Record], list[Record]]:
    """Loud findings that stand on a planted error or on what it contradicts, and those that do not."""
    places = [place for error in errors for place in (error["place"], *error["also"])]
    loud = [finding for finding in findings if finding["level"] in LOUD]
    right = [finding for finding in loud if any(touch(spot, place) for spot in spots(finding) for place in places)]
    kept = {id(finding) for finding in right}
    return right, [finding for finding in loud if id(finding) not in kept]


def _extraction(report: Record, figures: list[Record]) -> tuple[int, int]:
    """Figures of the narrative that the report lists at their place with their digits."""
    placed: dict[int, list[Record]] = {}
    for figure in report["figures"]:
        if figure["location"].get("line"):
            placed.setdefault(figure["location"]["line"], []).append(figure)
    found = 0
    for figure in figures:
        value = Fraction(figure["text"].replace(",", ""))
        for there in placed.get(figure["line"], ()):
            if touch(there["location"], figure) and there.get("value") not in (None, ""):
                found += abs(Fraction(str(there["value"]))) == value
                break
    return found, len(figures)


def _coverage(report: Record, figures: list[Record]) -> tuple[int, int]:
    """Of the figures that something else determines, those that the report has checked."""
    checked: dict[int, list[Record]] = {}
    for figure in report["figures"]:
        if figure["verdict"] != "unchecked" and figure["location"].get("line"):
            checked.setdefault(figure["location"]["line"], []).append(figure["location"])
    wanted = [figure for figure in figures if figure["determined"]]
    return sum(any(touch(there, figure) for there in checked.get(figure["line"], ())) for figure in wanted), len(wanted)


def document(family: str, number: int, seed: int, single: int, *, references: bool = True) -> Record:
    """Everything that is measured on one document."""
    split, made = families()[family]
    entry = corpus.entry(made, split, number, seed, single=single)
    name = str(entry.record["id"])
    lines = entry.document.lines
    narrative = [figure for figure in entry.record["figures"] if not figure["form"]]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        clean = audit(lines, name, Path(folder))
        took = time.perf_counter() - began
        alarms = [finding for finding in clean["findings"] if finding["level"] in LOUD]
        sprung = [
            {"kind": trap["kind"], "rule": finding["rule"], "line": trap["place"]["line"]}
            for trap in entry.negatives
            for finding in alarms
            if spots(finding) and touch(spots(finding)[0], trap["place"])
        ]
        result: Record = {
            "id": name, "split": split, "genre": made.genre, "family": family, "seconds": took, "characters": len(entry.document.text),
            "alarms": [{"rule": f["rule"], "message": f["message"], "line": (spots(f) or [{}])[0].get("line")} for f in alarms],
            "faults": len(clean["faults"]), "negatives": len(entry.negatives), "sprung": sprung,
            "coverage": _coverage(clean, narrative), "own": (clean["summary"]["figures"] - clean["summary"]["unchecked"], clean["summary"]["figures"]),
            "extraction": {"gouji": _extraction(clean, narrative)}, "errors": [], "several": [], "naive": [],
        }  # fmt: skip
        if references:
            for parser, read in parsers().items():
                result["extraction"][parser] = read(lines, narrative)
            flagged = naive(lines)
            result["naive_alarms"] = len(flagged)
        result["rated"] = []
        strays: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for variant in entry.variants:
            edited = corpus.variant_lines(lines, variant)
            report = audit(edited, name, Path(folder))
            findings = fresh(report, clean)
            matched, stray = _stray(findings, variant["errors"])
            several = variant["id"].endswith("-m")
            result["rated"] += _rated(report, clean, variant["errors"])
            right.update(finding["rule"] for finding in matched)
            strays.update(finding["rule"] for finding in stray)
            result["faults"] += len(report["faults"])
            for error in variant["errors"]:
                judged = _judge(error, findings, report)
                judged["family"] = family
                judged["where"] = f"{variant['id']} line {error['place']['line']}: {error['true'][:24]} -> {error['printed'][:24]}"
                result["several" if several else "errors"].append(judged)
            if references and not several:
                error = variant["errors"][0]
                accused = [place for place in naive(edited) if touch(place, error["place"])]
                before = [place for place in flagged if touch(place, error["place"])]
                result["naive"].append(bool(accused) and not before)
            if several:
                result["several_findings"] = (len(matched), len(stray))
        result["right"], result["stray"] = dict(right), dict(strays)
        result["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return result
