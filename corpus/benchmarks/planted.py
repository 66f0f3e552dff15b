"""Plant errors in documents and see whether the audit finds them, blames the right figure, and says what it should be.

    python corpus/benchmarks/planted.py [--errors N] [--in text|tables|all] [--limit N] [--seed N] [--jobs N] [--json OUT] [FILE ...]
    python corpus/benchmarks/planted.py --generated FOLDER [--split development|set-aside|all] [--limit N]

Without files the clean documents written by hand are used; with ``--generated`` the errors that ``corpus/make.py`` planted, of
``--limit`` documents of each family. Otherwise each copy of a document gets ``--errors`` errors at once, each a slip of
the hand: a wrong digit, two neighbouring digits swapped, the decimal point moved, a direction word turned round, a unit mistaken.
The copy is audited and held against the untouched document:

* detected  a finding that the untouched document does not have names the planted place;
* blamed    some diagnosis names the planted place as the figure to correct;
* first     the first of the diagnoses that cover those findings does;
* restored  the diagnosis that blames the place suggests what stood there.

Blamed, first and restored are shares of the detected errors in numbers. The calibration table says, for the diagnoses of planted
copies that the untouched document does not have, how many of those with about the same confidence were right in place and value.

    python corpus/benchmarks/planted.py --fit RUN.json [RUN.json ...]

prints the points of lexicons/calibration.yaml that such runs (``--json``) teach: of the diagnoses that the search holds about equally likely,
the share that was right; those with a rival that is as good are left out, for none of them is believed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parent.parent
NUMBER = r"(?<![\d.])\d[\d,]*(?:\.\d+)?(?![\d.])"
IN_TEXT = re.compile(NUMBER + r"(?=\s*(?:万元|亿元|元|%|％|辆|个|人|项|批次|台|套|分))")
IN_TABLE = re.compile(r"(?<![\d.\-年])\d[\d,]*\.\d{1,3}(?![\d.])")
TURNED = {"增加": "减少", "增长": "下降", "减少": "增加", "下降": "增长"}
SKIP = re.compile(r"\.{5,}|…{2,}|名词解释|^\s*[-·]?\s*[一二三四五六七八九十]+、[^，。]{2,20}：指")
WAYS = ("digit", "digit", "digit", "swap", "shift", "last")
NUMBERS = frozenset(
    ("digit", "transposition", "decimal-shift", "last-year-value", "neighbour", "wrong-base", "wrong-whole", "truncation", "count")
)
"""Kinds of errors of the generated corpus that change one number."""
BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
NEAR = 60
"""Lines between a lost or doubled row and the head of its list, where the diagnosis stands."""
VAGUE = frozenset(("unknown", "row-shift", "stale"))
"""Causes that do not show in the printed form."""
EVEN = 0.5
"""Diagnoses with a rival that is as good are given less."""
BUCKETS = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 1.01)

Record = dict[str, Any]
Rating = tuple[float, bool, str, float, bool]
"""(confidence, right, cause, how likely the search holds it, whether a rival is about as good) of a diagnosis."""
Keys = set[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Something that may be changed: ``line`` is 1-based, ``start`` and ``end`` are offsets in it."""

    line: int
    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Plant:
    """One planted error and what became of it."""

    line: int
    start: int
    end: int
    """Where it stands in the copy."""
    kind: str
    old: str
    new: str
    way: str
    where: str
    detected: bool = False
    blamed: bool = False
    first: bool = False
    restored: bool = False
    context: str = ""
    seen: list[str] = field(default_factory=list)
    """The rules that found it, and the diagnoses that cover what they found."""


def row_of(diagnosis: Record, kind: str, line: int, cells: str) -> bool:
    """Whether a diagnosis says that a row near a line was lost or printed twice, and what stood in one of its cells, rounded."""
    number = re.search(NUMBER, diagnosis["suggested"] or "")
    if diagnosis["cause"] != kind or abs(diagnosis["location"].get("line", -NEAR) - line) > NEAR or number is None:
        return False
    step = Decimal(1).scaleb(-len(number[0].partition(".")[2]))
    return any(abs(plain(one) - plain(number[0])) <= step for one in re.findall(NUMBER, cells))


def plain(number: str) -> Decimal:
    """The value of a printed number."""
    return Decimal(number.replace(",", ""))


def places(text: str, where: str) -> Iterator[Place]:
    """Every place that may be changed."""
    for number, line in enumerate(text.split("\n"), 1):
        table = "\t" in line
        if SKIP.search(line) or (table and where == "text") or (not table and where == "tables"):
            continue
        for match in (IN_TABLE if table else IN_TEXT).finditer(line):
            if plain(match[0]) != 0:
                yield Place(number, match.start(), match.end(), "number")
        if table:
            continue
        for match in re.finditer("增加|增长|减少|下降", line):
            if re.match(r"(?:了)?\s*\d", line[match.end() :]):
                yield Place(number, match.start(), match.end(), "direction")
        for match in re.finditer("万元", line):
            if line[: match.start()].rstrip()[-1:].isdigit():
                yield Place(number, match.start(), match.end(), "unit")


def change(old: str, kind: str, rng: random.Random) -> tuple[str, str]:
    """The new text and what was done."""
    if kind == "direction":
        return TURNED[old], "direction"
    if kind == "unit":
        return rng.choice(["元", "亿元"]), "unit"
    for way in rng.sample(WAYS, len(WAYS)):
        digits = [i for i, c in enumerate(old) if c.isdigit()]
        new = list(old)
        if way in ("digit", "last"):
            at = digits[-1] if way == "last" else rng.choice(digits)
            new[at] = rng.choice([d for d in "123456789" if d != old[at]])
        elif way == "swap":
            pairs = [(a, b) for a, b in itertools.pairwise(digits) if old[a] != old[b]]
            if not pairs:
                continue
            a, b = rng.choice(pairs)
            new[a], new[b] = new[b], new[a]
        else:
            if "." not in old:
                continue
            whole, fraction = old.replace(",", "").split(".")
            new = list(whole + fraction[0] + ("." + fraction[1:] if fraction[1:] else ""))
        made = "".join(new)
        if plain(made) != plain(old):
            return made, way
    return old + "1", "digit"


def plant(text: str, chosen: list[Place], rng: random.Random) -> tuple[str, list[Plant]]:
    """A copy with the errors in it."""
    lines = text.split("\n")
    planted: list[Plant] = []
    for number, group in _by_line(chosen).items():
        line, shift = lines[number - 1], 0
        for place in sorted(group):
            start, end = place.start + shift, place.end + shift
            old = line[start:end]
            new, way = change(old, place.kind, rng)
            line = line[:start] + new + line[end:]
            shift += len(new) - len(old)
            planted.append(Plant(number, start, start + len(new), place.kind, old, new, way, "table" if "\t" in line else "text"))
        lines[number - 1] = line
        for one in planted:
            if one.line == number:
                one.context = line[max(0, one.start - 25) : one.end + 15]
    return "\n".join(lines), planted


def _by_line(chosen: list[Place]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = defaultdict(list)
    for place in chosen:
        found[place.line].append(place)
    return found


def spots(finding: Record) -> list[Record]:
    """The places that a finding names."""
    found = [(finding.get("claimed") or {}).get("location"), *(e.get("location") for e in finding.get("evidence", []))]
    return [spot for spot in found if spot]


def touches(spot: Record | None, one: Plant, near: int = 0) -> bool:
    """Whether a place overlaps a planted error."""
    if not spot or spot.get("line") != one.line:
        return False
    return bool(spot.get("start", 0) < one.end + near and spot.get("end", 1 << 30) > one.start - near)


def key(finding: Record) -> tuple[Any, ...]:
    """What makes a finding the same in two copies."""
    claimed = finding.get("claimed") or {}
    where = claimed.get("location") or {}
    return finding.get("rule"), claimed.get("text"), where.get("line"), where.get("start"), finding.get("message")


def blames(diagnosis: Record, one: Plant) -> str | None:
    """What a diagnosis suggests for the planted place, ``None`` where it does not name it."""
    for spot in [diagnosis, *diagnosis.get("also", [])]:
        if touches(spot.get("location"), one, 0 if one.kind == "number" else 8):
            return str(spot.get("suggested") or "")
    return None


def same(suggested: str, one: Plant) -> bool:
    """Whether a suggestion restores what stood there."""
    if one.kind != "number":
        return BRACKETS.sub("", one.old) in BRACKETS.sub("", suggested)
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", suggested)
    return bool(digits) and plain(digits[0]) == plain(one.old)  # type: ignore[index]


def put_right(diagnosis: Record, one: Plant) -> bool:
    """Whether a diagnosis names a planted error and what stood there."""
    if one.way in ("lost-row", "doubled-row"):
        return row_of(diagnosis, one.way, one.line, one.old)
    suggested = blames(diagnosis, one)
    return suggested is not None and same(suggested, one)


def judge(report: Record, planted: list[Plant], before: Keys, known: Keys) -> list[Rating]:
    """Fill in what became of the errors; return (confidence, right, cause) of each diagnosis that the errors brought about."""
    fresh = [f for f in report["findings"] if key(f) not in before]
    for one in planted:
        mine = [f for f in fresh if any(touches(s, one, 0 if one.kind == "number" else 14) for s in spots(f))]
        one.detected = bool(mine)
        ids = {f["id"] for f in mine}
        covering = [d for d in report["diagnoses"] if ids & set(d["resolves"])]
        for diagnosis in report["diagnoses"]:
            suggested = blames(diagnosis, one)
            if suggested is not None:
                one.blamed = True
                one.restored = same(suggested, one)
                break
        one.first = bool(covering) and blames(covering[0], one) is not None
        one.seen = [f["rule"] for f in mine]
        one.seen += [f"{d['label']} {d['printed']}→{d['suggested']} {d['cause']} {d['confidence']}" for d in map(_short, covering)]
    rated = []
    for diagnosis in report["diagnoses"]:
        if identity(diagnosis) not in known:
            right = any(put_right(diagnosis, one) for one in planted)
            even = bool(diagnosis["rivals"]) and float(diagnosis["confidence"]) < EVEN
            rated.append((float(diagnosis["confidence"]), right, str(diagnosis["cause"]), diagnosis["likely"], even))
    return rated


def _short(diagnosis: Record) -> Record:
    where = diagnosis["location"]
    return {**diagnosis, "label": f"{where.get('line')}:{where.get('start')}"}


def identity(diagnosis: Record) -> tuple[Any, ...]:
    """What makes a diagnosis the same in two copies."""
    return diagnosis["printed"], diagnosis["suggested"], diagnosis["location"].get("line")


def audit(path: Path, content: str) -> tuple[Record, float]:
    """The report on a text, and how long it took in seconds."""
    import auditor

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_text(content, encoding="utf-8")
        began = time.perf_counter()
        found = auditor.audit(copy)
        took = time.perf_counter() - began
        report = found.to_dict()
        for diagnosis, whole in zip(report["diagnoses"], found.diagnoses, strict=True):
            diagnosis["likely"] = whole.likely
        return report, took


def odds(likely: float) -> float:
    """The logarithm of the odds, between −7 and 14: what the search is nearly sure of differs by orders of magnitude."""
    return min(max(math.log(max(likely, 1e-9) / max(1 - likely, 1e-9)), -7.0), 14.0)


def fitted(ratings: list[Rating], least: int = 25) -> list[tuple[float, float]]:
    """Rising points (how likely, share right): neighbours are pooled until the shares rise and each pool has so many diagnoses."""
    pools: list[list[float]] = []  # number, right, sum of odds
    for _, right, _, likely, even in sorted(ratings, key=lambda rating: rating[3]):
        if even:
            continue
        pools.append([1, right, odds(likely)])
        while len(pools) > 1 and (pools[-2][0] < least or pools[-2][1] * pools[-1][0] >= pools[-1][1] * pools[-2][0]):
            last = pools.pop()
            pools[-1] = [one + two for one, two in zip(pools[-1], last, strict=True)]
    if len(pools) > 1 and pools[-1][0] < least:
        last = pools.pop()
        pools[-1] = [one + two for one, two in zip(pools[-1], last, strict=True)]
    return [(1 / (1 + math.exp(-total / number)), (right + 0.5) / (number + 1)) for number, right, total in pools]


def _one(
    job: tuple[Path, str, list[Place], int, Keys, Keys],
) -> tuple[list[Plant], list[Rating]]:
    path, text, chosen, seed, before, known = job
    copy, planted = plant(text, chosen, random.Random(seed))
    report, _ = audit(path, copy)
    return planted, judge(report, planted, before, known)


def trial(path: Path, *, errors: int, where: str, limit: int, seed: int, jobs: int) -> tuple[list[Plant], list[Rating]]:
    """Plant in one document: the errors, and (confidence, right) of the diagnoses."""
    rng = random.Random(seed)
    text = path.read_text(encoding="utf-8")
    todo = list(places(text, where))
    copies = [sorted(rng.sample(todo, min(errors, len(todo)))) for _ in range(limit or len(todo) // errors)]
    if errors == 1:
        copies = [[place] for place in (sorted(rng.sample(todo, limit)) if limit and limit < len(todo) else todo)]
    untouched, _ = audit(path, text)
    before = {key(f) for f in untouched["findings"]}
    known = {identity(d) for d in untouched["diagnoses"]}
    work = [(path, text, chosen, rng.randrange(1 << 30), before, known) for chosen in copies]
    if jobs == 1:
        done = [_one(job) for job in work]
    else:
        with ProcessPoolExecutor(jobs) as pool:
            done = list(pool.map(_one, work, chunksize=4))
    return [one for planted, _ in done for one in planted], [pair for _, rated in done for pair in rated]


def generated(folder: Path, split: str, limit: int) -> Iterator[tuple[str, str, str, list[tuple[str, list[Plant]]]]]:
    """The documents of a generated corpus: (name, family, clean text, [(text of a variant, its errors)])."""
    sys.path.insert(0, str(CORPUS))
    from generate.edits import apply

    records = [json.loads(line) for line in (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    variants: dict[str, list[Record]] = defaultdict(list)
    for line in (folder / "variants.jsonl").read_text(encoding="utf-8").splitlines():
        variant = json.loads(line)
        variants[variant["document"]].append(variant)
    seen: Counter[str] = Counter()
    for record in records:
        if split not in ("all", record["split"]):
            continue
        seen[record["family"]] += 1
        if limit and seen[record["family"]] > limit:
            continue
        clean = (folder / record["text"]).read_text(encoding="utf-8")
        copies = []
        for variant in variants[record["id"]]:
            lines = apply(clean.split("\n"), variant["edits"])
            copies.append(("\n".join(lines), [_labelled(error, lines) for error in variant["errors"]]))
        yield Path(record["text"]).name, record["family"], clean, copies


def _labelled(error: Record, lines: list[str]) -> Plant:
    place = error["place"]
    line = lines[place["line"] - 1]
    kind = (
        "number"
        if error["kind"] in NUMBERS
        else "unit"
        if error["kind"] == "unit"
        else "direction"
        if error["kind"] == "direction"
        else "other"
    )
    old = error["true"] if error["kind"] != "unit" else re.sub(r"[\d.,\s]", "", error["true"])
    where = "table" if "\t" in line or "|" in line else "text"
    context = line[max(0, place["start"] - 25) : place["end"] + 15]
    return Plant(place["line"], place["start"], place["end"], kind, old, error["printed"], error["kind"], where, context=context)


def _copies(job: tuple[str, str, list[tuple[str, list[Plant]]]]) -> tuple[list[Plant], list[Rating]]:
    name, clean, copies = job
    untouched, _ = audit(Path(name), clean)
    before = {key(f) for f in untouched["findings"]}
    known = {identity(d) for d in untouched["diagnoses"]}
    planted, rated = [], []
    for text, errors in copies:
        report, _ = audit(Path(name), text)
        rated += judge(report, errors, before, known)
        planted += errors
    return planted, rated


def labelled(folder: Path, *, split: str, limit: int, jobs: int) -> tuple[list[Plant], list[Rating]]:
    """The errors of a generated corpus, and (confidence, right, cause) of the diagnoses."""
    work = [(name, clean, copies) for name, _, clean, copies in generated(folder, split, limit)]
    with ProcessPoolExecutor(jobs) as pool:
        done = list(pool.map(_copies, work))
    return [one for planted, _ in done for one in planted], [pair for _, rated in done for pair in rated]


def show(name: str, planted: list[Plant], rated: list[Rating], misses: int) -> None:
    """Print the shares, per way of slipping."""
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for one in planted:
        for group in (f"{one.where}/{one.way}", one.where, "all"):
            number = one.kind == "number" and one.detected
            count[group].update(
                planted=1, detected=one.detected, numbers=number, words=one.detected and not number,
                blamed=number and one.blamed, first=number and one.first, restored=number and one.restored,
                turned=one.detected and not number and one.restored,
            )  # fmt: skip
    print(f"{name}: {len(planted)} errors planted")
    for group, c in sorted(count.items()):
        n = max(1, c["numbers"])
        print(
            f"  {group:18} planted {c['planted']:5}  detected {c['detected'] / c['planted']:6.1%}  of {c['numbers']:4} detected numbers: "
            f"blamed {c['blamed'] / n:6.1%}  first {c['first'] / n:6.1%}  restored {c['restored'] / n:6.1%}"
            + (f"  words and units restored {c['turned'] / c['words']:6.1%} of {c['words']}" if c["words"] else "")
        )
    for low, high in itertools.pairwise(BUCKETS):
        inside = [right for confidence, right, *_ in rated if low <= confidence < high]
        if inside:
            mean = sum(c for c, *_ in rated if low <= c < high) / len(inside)
            print(
                f"  confidence {low:.2f}–{min(high, 1):.2f}: {len(inside):4} diagnoses, mean {mean:.2f}, right {sum(inside) / len(inside):6.1%}"
            )
    for one in [p for p in planted if p.detected and p.kind == "number" and not (p.first and p.restored)][:misses]:
        print(f"  {'' if one.blamed else 'not blamed '}{'' if one.first else 'not first '}{'' if one.restored else 'not restored '}"
              f"line {one.line}: {one.old} -> {one.new} ({one.way}) …{one.context}… {one.seen}")  # fmt: skip


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE")
    parser.add_argument("--generated", type=Path, metavar="FOLDER", help="what corpus/make.py wrote")
    parser.add_argument("--split", choices=["development", "set-aside", "all"], default="all")
    parser.add_argument("--errors", type=int, default=1, help="errors in each copy")
    parser.add_argument("--in", dest="where", choices=["text", "tables", "all"], default="all")
    parser.add_argument("--limit", type=int, default=0, help="copies of each document (0: as many as it has places)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--misses", type=int, default=0, help="show so many errors that were not put right")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--fit", type=Path, nargs="+", metavar="RUN", help="what --json wrote")
    given = parser.parse_args()
    if given.fit:
        runs = [one for path in given.fit for one in json.loads(path.read_text(encoding="utf-8"))]
        ratings: list[Rating] = [tuple(rating) for one in runs for rating in one["rated"]]
        for name, own in (("slips", False), ("vague", True)):
            points = fitted([rating for rating in ratings if (rating[2] in VAGUE) == own])
            print(f"{name}:\n  - [0.0, 0.0]")
            print("\n".join(f"  - [{likely:.6f}, {share:.3f}]" for likely, share in points))
        return
    log: list[Record] = []
    if given.generated is not None:
        planted, rated = labelled(given.generated, split=given.split, limit=given.limit, jobs=given.jobs)
        show(f"{given.generated} ({given.split})", planted, rated, given.misses)
        log.append({"document": str(given.generated), "planted": [asdict(one) for one in planted], "rated": rated})
    for path in given.files or (sorted(CORPUS.glob("*/clean.txt")) if given.generated is None else []):
        planted, rated = trial(path, errors=given.errors, where=given.where, limit=given.limit, seed=given.seed, jobs=given.jobs)
        show(f"{path.parent.name}/{path.name}", planted, rated, given.misses)
        log.append({"document": path.name, "planted": [asdict(one) for one in planted], "rated": rated})
    if given.json:
        given.json.write_text(json.dumps(log, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
