"""Measure the auditor on the corpus and write reports/scorecard.md and reports/scorecard.json.

    python corpus/score.py                       a sample: a few documents of every wording family, each with its planted variants
    python corpus/score.py --per-family 20       all of them (an hour and more on two cores)
    python corpus/score.py --quick --check       one document of each family with three variants, compared with corpus/baseline.json: exit 1 where
                                                 a score fell by more than its interval; writes no scorecard
    python corpus/score.py --write-baseline      make this run the baseline (of its kind: quick or not)
    python corpus/score.py --written             only the documents written by hand, each finding shown

An error is found when a finding that the clean document does not have stands on it, as what is claimed or as evidence.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import multiprocessing
import os
import re
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import measure
import reference
import yaml
from make import SEED
from measure import LOUD, Record, spots, touch

from auditor.measured import Z, shown, wilson

CORPUS = Path(__file__).resolve().parent
ROOT = CORPUS.parent
BASELINE = CORPUS / "baseline.json"
SPLITS = ("development", "set-aside")


# --- documents written by hand


def hits(findings: list[Record], entry: Record) -> list[Record]:
    """The findings that stand on a gold entry."""
    places = [entry, *entry.get("also", [])]
    return [finding for finding in findings if any(touch(spot, place) for spot in spots(finding) for place in places)]


def loud(report: Record) -> list[Record]:
    """The errors and warnings of a report."""
    return [finding for finding in report["findings"] if finding["level"] in LOUD]


def written(folder: Path) -> Counter[str]:
    """Print and count what was found in one document that was written by hand, and in its clean twin."""
    import auditor

    gold = yaml.safe_load((folder / "gold.yaml").read_text(encoding="utf-8"))
    source = tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))
    report = auditor.audit(folder / "document.txt").to_dict()
    certain = [entry for entry in gold["contradictions"] if entry["certain"]]
    found = {entry["id"]: hits(report["findings"], entry) for entry in gold["contradictions"]}
    matched = {id(finding) for findings in found.values() for finding in findings}
    false = [finding for finding in loud(report) if id(finding) not in matched]
    sprung = [entry for entry in gold["silent"] if any(touch(spots(f)[0], entry) for f in false if spots(f))]
    twin = auditor.audit(folder / source["clean"]).to_dict() if "clean" in source else {"findings": [], "faults": []}
    noise = loud(twin)

    print(f"\n{folder.name}: {len(loud(report))} errors and warnings, coverage {report['summary']['coverage']}")
    for entry in gold["contradictions"]:
        rules = " ".join(sorted({finding["rule"] for finding in found[entry["id"]]}))
        mark = "found " if rules else "MISSED" if entry["certain"] else "-     "
        print(f"  {mark} {entry['id']} line {entry['line']} {entry['rule']}: {entry['quote'][:36]} {rules}")
    for finding in false:
        print(f"  false? {finding['level']} {finding['rule']} line {(spots(finding) or [{}])[0].get('line')}: {finding['message'][:110]}")
    for entry in sprung:
        print(f"  trap sprung {entry['id']} line {entry['line']}: {entry['why']}")
    for finding in noise:
        line = (spots(finding) or [{}])[0].get("line")
        print(f"  on the clean twin: {finding['level']} {finding['rule']} line {line}: {finding['message'][:110]}")
    for fault in (*report["faults"], *twin["faults"]):
        print(f"  fault {fault['stage']}: {fault['message']}")
    return Counter(
        certain=len(certain),
        found=sum(bool(found[entry["id"]]) for entry in certain),
        loud=len(loud(report)),
        false=len(false),
        traps=len(sprung),
        noise=len(noise),
    )


def all_written() -> Counter[str]:
    """The documents written by hand, together."""
    total: Counter[str] = Counter()
    for folder in sorted(path.parent for path in CORPUS.glob("*/gold.yaml")):
        total.update(written(folder))
    print(
        f"\nrecall on certain {shown(total['found'], total['certain'])}, {total['false']} of {total['loud']} unmatched, "
        f"traps sprung {total['traps']}, on clean twins {total['noise']}"
    )
    return total


# --- documents generated


def _one(task: tuple[str, int, int, int, bool]) -> Record:
    return measure.document(*task[:4], references=task[4])


def run(per_family: int, single: int, seed: int, jobs: int, wanted: Sequence[str] = SPLITS, *, references: bool = True) -> list[Record]:
    """Measure so many documents of every family of these splits."""
    names = [name for name, (split, _) in measure.families().items() if split in wanted]
    tasks = [(name, number, seed, single, references) for number in range(per_family) for name in names]
    found: list[Record] = []
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for result in pool.imap_unordered(_one, tasks):
            found.append(result)
            if sys.stderr.isatty():
                print(f"\r{len(found)}/{len(tasks)} {result['id']:40}", end="", file=sys.stderr)
    return sorted(found, key=lambda result: str(result["id"]))


def tally(results: Iterable[Record]) -> Counter[str]:
    """The counts that scores are made of."""
    c: Counter[str] = Counter()
    for result in results:
        c.update(
            documents=1, alarms=len(result["alarms"]), faults=result["faults"], negatives=result["negatives"], sprung=len(result["sprung"])
        )
        c.update(quiet=not result["alarms"], covered=result["coverage"][0], determined=result["coverage"][1])
        c.update(checked=result["own"][0], figures=result["own"][1])
        matched, stray = result.get("several_findings", (0, 0))
        c.update(together_right=matched, together_all=matched + stray + (len(result["alarms"]) if "several_findings" in result else 0))
        c.update(
            right=sum(result["right"].values()), all=sum(result["right"].values()) + sum(result["stray"].values()) + len(result["alarms"])
        )
        c.update(planted=len(result["errors"]), found=sum(error["found"] for error in result["errors"]))
        c.update(together=len(result["several"]), together_found=sum(error["found"] for error in result["several"]))
        for error in (*result["errors"], *result["several"]):
            if error["figure"] and error["diagnosed"]:
                c.update(diagnosed=1)
            if error["figure"]:
                c.update(blamable=1, blamed=error["blamed"], restored=error["restored"], seen=error["found"])
                c.update(blamed_seen=error["found"] and error["blamed"], restored_seen=error["found"] and error["restored"])
        c.update(naive=len(result["naive"]), naive_found=sum(result["naive"]), naive_alarms=result.get("naive_alarms", 0))
        for name, (read, number) in result["extraction"].items():
            c[f"read {name}"] += read
            c[f"numbers {name}"] += number
    return c


def scores(c: Counter[str]) -> dict[str, tuple[int, int]]:
    """Name → found and number, of every score that is a share."""
    made = {
        "recall": (c["found"], c["planted"]),
        "recall, several errors at once": (c["together_found"], c["together"]),
        "precision": (c["together_right"], c["together_all"]),
        "precision, one error at a time": (c["right"], c["all"]),
        "clean documents without alarm": (c["quiet"], c["documents"]),
        "coverage of what can be checked": (c["covered"], c["determined"]),
        "coverage of all figures": (c["checked"], c["figures"]),
        "figures read with place and value": (c["read gouji"], c["numbers gouji"]),
    }
    if c["diagnosed"]:
        made |= {"blame": (c["blamed"], c["blamable"]), "restore": (c["restored"], c["blamable"])}
        made |= {"blame, of those found": (c["blamed_seen"], c["seen"]), "restore, of those found": (c["restored_seen"], c["seen"])}
    return made


def _table(head: list[str], rows: Iterable[Iterable[object]]) -> list[str]:
    return ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head), *("| " + " | ".join(map(str, row)) + " |" for row in rows), ""]


def _split_table(results: list[Record], name: str, groups: dict[str, list[Record]]) -> list[str]:
    figures = ("recall", "precision", "coverage", "blame", "restore")
    head = [name, *(f"{what} · {split}" for what in figures for split in SPLITS), *(f"alarms per 100 clean · {split}" for split in SPLITS)]
    rows = []
    for group, members in groups.items():
        by = {split: scores(tally(r for r in members if r["split"] == split)) for split in SPLITS}
        row = [group]
        for what in figures:
            row += [shown(*by[split].get(f"{what} of what can be checked" if what == "coverage" else what, (0, 0))) for split in SPLITS]
        for split in SPLITS:
            c = tally(r for r in members if r["split"] == split)
            row.append(f"{100 * c['alarms'] / c['documents']:.0f}" if c["documents"] else "—")
        rows.append(row)
    return _table(head, rows)


def _kinds(results: list[Record], key: str) -> list[str]:
    rows: dict[str, dict[str, list[Record]]] = {}
    for result in results:
        for error in result["errors"]:
            for name in [error["kind"]] if key == "kind" else error["wanted"]:
                rows.setdefault(name, {split: [] for split in SPLITS})[result["split"]].append(error)
    title = "kind of error" if key == "kind" else "check of the catalogue that ought to see it"
    figures = {"found": "recall", "blamed": "blame", "restored": "restore"} if key == "kind" else {"found": "recall"}

    def cell(errors: list[Record], what: str) -> str:
        meant = errors if what == "found" else [error for error in errors if error["figure"]]
        return shown(sum(bool(error[what]) for error in meant), len(meant))

    return _table(
        [title, *(f"{shown_as} · {split}" for shown_as in figures.values() for split in SPLITS)],
        ([name, *(cell(by[split], what) for what in figures for split in SPLITS)] for name, by in sorted(rows.items())),
    )


BUCKETS = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 1.01)


def _calibration(results: list[Record]) -> list[str]:
    """How many of the diagnoses of about the same confidence are right in place and value."""
    rows = []
    for low, high in itertools.pairwise(BUCKETS):
        row: list[str] = [f"{low:.2f}–{min(high, 1):.2f}"]
        for split in SPLITS:
            inside = [pair for r in results if r["split"] == split for pair in r["rated"] if low <= pair[0] < high]
            mean = f"{sum(sure for sure, _ in inside) / len(inside):.2f}" if inside else "—"
            row += [mean, shown(sum(right for _, right in inside), len(inside))]
        rows.append(row)
    return _table(["confidence", *(f"{what} · {split}" for split in SPLITS for what in ("mean said", "right"))], rows)


def rules(results: list[Record]) -> dict[str, dict[str, tuple[int, int]]]:
    """Rule → split → right findings and all findings of that rule on variants and clean documents."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for result in results:
        alarms = Counter(alarm["rule"] for alarm in result["alarms"])
        for rule in {*result["right"], *result["stray"], *alarms}:
            by = found.setdefault(rule, dict.fromkeys(SPLITS, (0, 0)))
            right, wrong = result["right"].get(rule, 0), result["stray"].get(rule, 0) + alarms[rule]
            one, two = by[result["split"]]
            by[result["split"]] = (one + right, two + right + wrong)
    return found


def caught(results: list[Record]) -> dict[str, dict[str, list[int]]]:
    """Rule → split → planted errors that it found, and of those that its catalogue ids ought to see: found by it, found by any rule, number."""
    from auditor.check.run import registry

    found = {rule.id: {split: [0, 0, 0, 0] for split in SPLITS} for rule in registry()}
    asked: dict[str, list[str]] = {}
    for rule in registry():
        for identity in rule.catalogue:
            asked.setdefault(identity, []).append(rule.id)
    for result in results:
        for error in result["errors"]:
            for name in error["rules"] if error["found"] else ():
                if name in found:
                    found[name][result["split"]][0] += 1
            for name in {rule for identity in error["wanted"] for rule in asked.get(identity, ())}:
                counts = found[name][result["split"]]
                counts[1] += name in error["rules"]
                counts[2] += bool(error["found"])
                counts[3] += 1
    return found


def shared() -> list[str]:
    """Scores on the documents beside the checkout, or why there are none."""
    place = Path(os.environ.get("GOUJI_SHARED") or ROOT.parent / "shared") / "score"
    lines = []
    for script in ("gold.py", "known.py"):
        if not (place / script).exists():
            lines.append(f"- `{script}`: not here (`../shared` is no part of the repository)")
            continue
        done = subprocess.run([sys.executable, str(place / script)], capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
        last = (done.stdout.strip().splitlines() or [done.stderr.strip()[-160:]])[-1]
        lines.append(f"- `{script}`: {last}")
    return [*lines, ""]


def card(results: list[Record], by_hand: Counter[str], options: argparse.Namespace, seconds: float, beside: list[str]) -> str:
    """The scorecard as Markdown."""
    parts = {split: [r for r in results if r["split"] == split] for split in SPLITS}
    counted = {split: tally(members) for split, members in parts.items()}
    c = tally(results)
    lines = ["# Scorecard", ""]
    lines += [
        f"Written by `python corpus/score.py --per-family {options.per_family} --single {options.single} --seed {options.seed}`; "
        "all figures are from this one run. Shares are followed by their counts and 95 % Wilson intervals.",
        "",
        f"{c['documents']} generated documents of {len({r['family'] for r in results})} wording families "
        f"({len({r['family'] for r in parts['set-aside']})} of them set aside: scored, never tuned on); {c['planted']} variants with one planted error, "
        f"{c['together']} more errors in variants with several; {c['negatives']} places that look wrong and are right. "
        "Every planted error contradicts what else is printed (proved by interval arithmetic over what the generator knows).",
        "",
        "**recall**: planted errors on which a new error or warning stands (for truncation and lost rows also a note). **precision**: errors and warnings on "
        "variants with several errors that stand on a planted error or on what it contradicts; those that the clean document has too count as wrong. "
        "**coverage**: of the figures that something else in the document determines, those that were checked.",
        "",
    ]
    targets = {"recall": 0.95, "precision": 0.98, "blame": 0.85, "restore": 0.80}
    lines += ["## Overall", ""]
    rows = []
    for name in scores(c):
        wanted = f"≥ {targets[name]:.0%}" if name in targets else ""
        found, number = scores(counted["set-aside"]).get(name, (0, 0))
        reached = "" if name not in targets or not number else "reached" if found / number >= targets[name] else "**not reached**"
        rows.append([name, *(shown(*scores(counted[split]).get(name, (0, 0))) for split in SPLITS), wanted, reached])
    alarms = [100 * counted[s]["alarms"] / counted[s]["documents"] if counted[s]["documents"] else None for s in SPLITS]
    reached = "" if alarms[1] is None else "reached" if alarms[1] <= 1 else "**not reached**"
    rows.append(["false alarms per 100 clean documents", *("—" if a is None else f"{a:.1f}" for a in alarms), "≤ 1", reached])
    rows.append(["traps sprung", *(f"{counted[s]['sprung']} of {counted[s]['negatives']}" for s in SPLITS), "", ""])
    rows.append(["faults", *(str(counted[s]["faults"]) for s in SPLITS), "0", "reached" if not c["faults"] else "**not reached**"])
    lines += _table(["score", *SPLITS, "aim (set aside)", ""], rows)
    if not c["diagnosed"]:
        lines += ["No report carried a diagnosis, so blame and restore are not measured.", ""]
    lines += ["## By genre", "", *_split_table(results, "genre", _grouped(results, "genre"))]
    lines += ["## By wording family", ""]
    families = _grouped(results, "family")
    by_family: list[list[object]] = []
    for name, members in families.items():
        k = tally(members)
        s = scores(k)
        by_family.append(
            [name, members[0]["split"], *(shown(*s[w]) for w in ("recall", "precision", "coverage of what can be checked")), k["alarms"]]
        )
    lines += _table(["family", "split", "recall", "precision", "coverage", "alarms on clean"], by_family)
    lines += ["## By kind of error", "", *_kinds(results, "kind")]
    lines += [
        "## By check of the catalogue",
        "",
        "An error may break several relations; it counts for each of them.",
        "",
        *_kinds(results, "wanted"),
    ]
    by_rule, right = caught(results), rules(results)
    lines += [
        "## By rule",
        "",
        "Planted errors that the rule found; of those that its ids of the catalogue ought to see, how many it found itself and how many any rule found "
        "(rules share ids, so none is asked to find all); the share of its errors and warnings that are right. Rules that met nothing are left out.",
        "",
    ]
    by_rule_rows: list[list[str]] = []
    for rule, counted_of in sorted(by_rule.items()):
        sums = [sum(counted_of[split][i] for split in SPLITS) for i in range(4)]
        by = right.get(rule, dict.fromkeys(SPLITS, (0, 0)))
        if sums[0] or sums[3] or any(number for _, number in by.values()):
            by_rule_rows.append(
                [f"`{rule}`", str(sums[0]), shown(sums[1], sums[3]), shown(sums[2], sums[3]), *(shown(*by[split]) for split in SPLITS)]
            )
    lines += _table(
        ["rule", "errors found", "recall by itself", "recall by any rule", *(f"precision · {split}" for split in SPLITS)], by_rule_rows
    )
    lines += [
        "## Calibration of diagnoses",
        "",
        "Of the diagnoses that the planted errors brought about, those that name the planted place and what stood there, by the confidence that they state.",
        "",
        *_calibration(results),
    ]
    lines += ["## Reference points", ""]
    lines += _table(
        ["finding errors", "recall (one error)", "false alarms per 100 clean documents"],
        [
            ["Gouji", shown(c["found"], c["planted"]), f"{100 * c['alarms'] / c['documents']:.0f}"],
            ["a short script: amounts of the text that no table prints", shown(c["naive_found"], c["naive"]),
             f"{100 * c['naive_alarms'] / c['documents']:.0f}"],
        ],
    )  # fmt: skip
    names = sorted(key[5:] for key in c if key.startswith("read "))
    what = {
        "cn2an": "is given the digits, has only to value them", "jionlp": "amounts of money only", "recognizers-text": "amounts of money only",
        "gouji": "all figures of the narrative",
    }  # fmt: skip
    lines += _table(
        ["reading figures", "right place and value", "what it was asked for"],
        [[name, shown(c[f"read {name}"], c[f"numbers {name}"]), what.get(name, "")] for name in names],
    )
    lines += [f"- {name}: not measured ({reason})" for name, reason in reference.missing().items()] + [""]
    took = sorted(r["seconds"] for r in results)
    lines += ["## Time and memory", ""]
    lines += [
        f"One clean document: median {took[len(took) // 2]:.2f} s, slowest {took[-1]:.2f} s, "
        f"{sum(r['characters'] for r in results) / len(results):,.0f} characters on average; peak memory of a worker "
        f"{max(r['memory'] for r in results):.0f} MB. The run took {seconds:.0f} s with {options.jobs} processes.",
        "",
    ]
    lines += ["## Documents written by hand", ""]
    lines += [
        f"Recall on certain contradictions {shown(by_hand['found'], by_hand['certain'])}; {by_hand['false']} of {by_hand['loud']} errors and "
        f"warnings unmatched; {by_hand['traps']} traps sprung; {by_hand['noise']} alarms on the clean twins.",
        "",
    ]
    lines += ["## Real documents", "", *beside]
    return "\n".join(lines)


def _grouped(results: list[Record], key: str) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for result in results:
        groups.setdefault(str(result[key]), []).append(result)
    return dict(sorted(groups.items()))


def summary(results: list[Record]) -> Record:
    """The scores as data: what `auditor explain` and the baseline read."""
    groups = {split: [r for r in results if r["split"] == split] for split in SPLITS}
    made: Record = {"splits": {}, "rules": {}}
    for split, members in groups.items():
        c = tally(members)
        made["splits"][split] = {name: list(counts) for name, counts in scores(c).items()}
        made["splits"][split]["false alarms"] = [c["alarms"], c["documents"]]
    right = rules(results)
    for rule, counts in sorted(caught(results).items()):
        by = right.get(rule, dict.fromkeys(SPLITS, (0, 0)))
        if any(counts[split][0] or counts[split][3] or by[split][1] for split in SPLITS):
            made["rules"][rule] = {
                split: {"found": counts[split][0], "recall": counts[split][1::2], "any": counts[split][2:], "precision": list(by[split])}
                for split in SPLITS
            }
    return made


def fallen(now: Record, before: Record) -> list[str]:
    """Scores that fell below the interval of the baseline."""
    worse = []
    for split, names in before["splits"].items():
        for name, (found, number) in names.items():
            if name == "false alarms":
                alarms, documents = now["splits"][split][name]
                if documents and alarms / documents > found / max(1, number) + Z * math.sqrt(max(found, 1)) / max(1, number):
                    worse.append(f"{split}: {name} {alarms} on {documents} documents, baseline {found} on {number}")
                continue
            has, of = now["splits"][split].get(name, (0, 0))
            low = wilson(found, number)[0]
            if number and of and has / of < low and wilson(has, of)[1] < found / number:
                worse.append(f"{split}: {name} {shown(has, of)}, baseline {shown(found, number)}")
    return worse


def main() -> int:
    """Score, write, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--per-family", type=int, default=2, help="documents of every wording family (20: the whole corpus)")
    parser.add_argument("--single", type=int, default=11, help="variants with one error for each document")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--written", action="store_true", help="only the documents written by hand")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write-baseline", action="store_true")
    parser.add_argument("--raw", type=Path, help="write every judgement here (JSON)")
    parser.add_argument("--split", choices=SPLITS, action="append", help="only these families; nothing is written but --raw")
    parser.add_argument("--no-shared", action="store_true", help="leave the documents beside the checkout out")
    parser.add_argument("--quick", action="store_true", help="one document of every family, three variants, no scorecard")
    options = parser.parse_args()
    if options.quick:
        options.per_family, options.single = 1, 3
        data = summary(run(1, 3, options.seed, options.jobs, references=False))
        return _baseline(data, "quick", options)
    by_hand = all_written()
    if options.written:
        return 0
    began = time.perf_counter()
    results = run(options.per_family, options.single, options.seed, options.jobs, options.split or SPLITS)
    seconds = time.perf_counter() - began
    if options.raw:
        options.raw.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    if options.split:
        for name, counts in scores(tally(results)).items():
            print(f"{name:40} {shown(*counts)}")
        return 0
    beside = ["Left out of this run.", ""] if options.no_shared else shared()
    text = card(results, by_hand, options, seconds, beside)
    data = summary(results)
    (ROOT / "reports").mkdir(exist_ok=True)
    (ROOT / "reports" / "scorecard.md").write_text(text, encoding="utf-8")
    (ROOT / "reports" / "scorecard.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print("\n" + re.sub(r"\n## By genre.*", "", text, flags=re.DOTALL))
    return _baseline(data, "sample", options)


def _baseline(data: Record, kind: str, options: argparse.Namespace) -> int:
    """Write or compare the baseline of one kind of run; 1 if something fell."""
    kept: Record = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    if options.write_baseline:
        kept[kind] = data["splits"]
        BASELINE.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for split, names in data["splits"].items() if kind == "quick" else ():
        print(f"{split}: " + ", ".join(f"{name} {found}/{number}" for name, (found, number) in names.items()))
    before = kept.get(kind)
    if options.check and not before:
        print(f"corpus/baseline.json has no scores of this kind of run ({kind}): write them with --write-baseline", file=sys.stderr)
        return 2
    if options.check:
        worse = fallen(data, {"splits": before})
        print("\n".join(["worse than the baseline:", *worse] if worse else ["no score fell by more than its interval"]))
        return 1 if worse else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
