"""Hold the findings on the corpus against its gold lists.

    python corpus/score.py [FOLDER ...]        all folders with a gold.yaml, or those named

A contradiction is found when a finding stands on it or on one of its other places, as what is claimed or as evidence. An error or
warning that touches none of them is a false alarm, and so is every error or warning on the clean twin.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

import auditor

CORPUS = Path(__file__).resolve().parent
LOUD = ("error", "warning")

Record = dict[str, Any]


def spots(finding: Record) -> list[Record]:
    """The places that a finding names, what is claimed first."""
    places = [finding["claimed"].get("location"), *(evidence.get("location") for evidence in finding.get("evidence", []))]
    return [place for place in places if place and place.get("line")]


def touch(spot: Record, place: Record) -> bool:
    """Whether a place of a finding and a place of the gold list overlap."""
    if spot["line"] != place["line"]:
        return False
    return bool(spot.get("start", 0) < place["end"] and spot.get("end", sys.maxsize) > place["start"])


def hits(findings: list[Record], entry: Record) -> list[Record]:
    """The findings that stand on a gold entry."""
    places = [entry, *entry.get("also", [])]
    return [finding for finding in findings if any(touch(spot, place) for spot in spots(finding) for place in places)]


def loud(report: Record) -> list[Record]:
    """The errors and warnings of a report."""
    return [finding for finding in report["findings"] if finding["level"] in LOUD]


def score(folder: Path) -> Counter[str]:
    """Print and count what was found in one document and its clean twin."""
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
        print(
            f"  on the clean twin: {finding['level']} {finding['rule']} line {(spots(finding) or [{}])[0].get('line')}: {finding['message'][:110]}"
        )
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


def main() -> int:
    """Score the folders named on the command line, or all of them."""
    folders = [Path(name) for name in sys.argv[1:]] or sorted(path.parent for path in CORPUS.glob("*/gold.yaml"))
    total: Counter[str] = Counter()
    for folder in folders:
        total.update(score(folder))
    recall = total["found"] / max(1, total["certain"])
    precision = 1 - total["false"] / max(1, total["loud"])
    print(
        f"\nrecall on certain {recall:.1%} ({total['found']}/{total['certain']}), precision {precision:.1%} "
        f"({total['false']} of {total['loud']} unmatched), traps sprung {total['traps']}, on clean twins {total['noise']}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
