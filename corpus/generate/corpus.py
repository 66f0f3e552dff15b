"""The whole corpus from one seed: documents with their marks, planted variants, traps; as plain files and JSONL."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from generate.edits import apply
from generate.errors import Planter
from generate.families import Family, load
from generate.oracle import Oracle
from generate.page import Document
from generate.traps import determined, traps

SINGLE = 11
"""Variants of a document with one error."""
SEVERAL = 8
"""Errors of its variant with several."""


@dataclass(slots=True)
class Entry:
    """A document with all that is known about it."""

    record: dict[str, Any]
    document: Document
    variants: list[dict[str, Any]]
    negatives: list[dict[str, Any]]


def entry(family: Family, split: str, number: int, seed: int, *, single: int = SINGLE, several: int = SEVERAL) -> Entry:
    """Document ``number`` of a family.

    Raises:
        AssertionError: the clean document contradicts itself, which would be a mistake of the generator.
    """
    document = family.document(f"{seed}/{number}")
    name = f"{family.name}-{number:03d}"
    random = Random(f"{seed}/{name}/errors")
    planter = Planter(document, random)
    oracle = Oracle(document)
    conflicts = oracle.all()
    assert not conflicts, (name, [(c, oracle.marks[c.mark].printed, oracle.marks[c.mark].keys) for c in conflicts[:3]])
    figures = [
        {
            "line": mark.line, "start": mark.start, "end": mark.end, "text": mark.printed, "kind": mark.kind, "unit": mark.style.unit,
            "measure": " ÷ ".join(str(key) for key in mark.keys), "form": mark.form,
            **({"determined": determined(oracle, mark)} if not mark.form else {}),
        }
        for mark in document.marks if mark.figure
    ]  # fmt: skip
    record = {
        "id": name,
        "split": split,
        **document.meta,
        "lines": len(document.lines),
        "text": f"documents/{name}.txt",
        "figures": figures,
    }
    variants = []
    for turn, planted in enumerate(planter.single(single, number * single)):
        variants.append(
            {"id": f"{name}-e{turn + 1:02d}", "document": name, "edits": planted.edits, "errors": [planted.label(planted.edits)]}
        )
    together = planter.several(several) if several else []
    if together:
        edits = [edit for planted in together for edit in planted.edits]
        variants.append({"id": f"{name}-m", "document": name, "edits": edits, "errors": [planted.label(edits) for planted in together]})
    negatives = [{"document": name, **trap} for trap in traps(document)]
    return Entry(record, document, variants, negatives)


def entries(per_family: int, seed: int, only: Collection[str] = ()) -> Iterator[Entry]:
    """All documents, family after family; of some families if they are named."""
    for part in ("development", "set-aside"):
        for family in load(part):
            for number in range(per_family if not only or family.name in only else 0):
                yield entry(family, part, number, seed)


def write(folder: Path, per_family: int, seed: int, only: Collection[str] = ()) -> Counter[str]:
    """Write the corpus (or some families of it) to a folder and count what is in it.

    ``documents/*.txt``, ``documents.jsonl``, ``variants.jsonl``, ``negatives.jsonl``.
    """
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    with (
        (folder / "documents.jsonl").open("w", encoding="utf-8") as documents,
        (folder / "variants.jsonl").open("w", encoding="utf-8") as variants,
        (folder / "negatives.jsonl").open("w", encoding="utf-8") as negatives,
    ):
        for made in entries(per_family, seed, only):
            (folder / str(made.record["text"])).write_text(made.document.text, encoding="utf-8")
            documents.write(json.dumps(made.record, ensure_ascii=False) + "\n")
            for variant in made.variants:
                variants.write(json.dumps(variant, ensure_ascii=False) + "\n")
            for negative in made.negatives:
                negatives.write(json.dumps(negative, ensure_ascii=False) + "\n")
            counts.update(documents=1, variants=len(made.variants), negatives=len(made.negatives))
            counts.update(errors=sum(len(variant["errors"]) for variant in made.variants), figures=len(made.record["figures"]))
            counts[f"genre {made.record['genre']}"] += 1
            counts[f"split {made.record['split']}"] += 1
            for variant in made.variants:
                counts.update(f"error {error['kind']}" for error in variant["errors"])
            counts.update(f"negative {negative['kind']}" for negative in made.negatives)
    return counts


def variant_lines(document: list[str], variant: dict[str, Any]) -> list[str]:
    """The lines of a variant."""
    return apply(document, variant["edits"])
