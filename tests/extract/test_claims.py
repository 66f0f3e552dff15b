"""Sentences, and the claims that must be read from them: cases.yaml.

A sentence stands under its heading in a document of its own. Every claim is compared completely: kind, aspects, direction, base and
neighbours; what a case leaves out has its usual value (kind ``amount``, stage and year of the document, nothing else).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.check.run import check, registry
from auditor.extract import extract
from auditor.link import link
from auditor.model import Aspects, Claim, Document, Kind, Verdict
from auditor.read import read

CASES = Path(__file__).parent / "cases.yaml"
TITLE = "某局2023年度部门决算"
FLAGS = {"index", "purpose", "execution-rate", "no-unit"}
"""Flags that say what a figure is; others tell rules how it was read."""
NAMES = tuple(field.name for field in fields(Aspects))


@dataclass(frozen=True)
class Sentence:
    """One case."""

    text: str
    heading: str
    title: str
    claims: tuple[dict[str, Any], ...]
    contradicts: bool = False
    """Whether the sentence is wrong on purpose."""

    def __str__(self) -> str:
        return self.text.replace("\n", "")[:40]


def sentences() -> list[Sentence]:
    found = []
    for group in yaml.safe_load(CASES.read_text(encoding="utf-8")):
        for row in group["sentences"]:
            claims = tuple(row.get("claims", ()))
            found.append(Sentence(row["text"].strip(), group["heading"], group.get("title", TITLE), claims, row.get("contradicts", False)))
    return found


SENTENCES = sentences()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("claims")


def document(sentence: Sentence, folder: Path) -> Document:
    path = folder / "document.md"
    path.write_text(f"# {sentence.title}\n\n## {sentence.heading}\n\n{sentence.text}\n", encoding="utf-8")
    return read(path)


def said(claim: Claim, claims: dict[str, Claim], document: Document) -> dict[str, Any]:
    """A claim in the form of the cases, without what is usual."""
    usual = Aspects(stage="预算" if "budget" in document.genre else "决算", period=document.year)
    found: dict[str, Any] = {"at": claim.text}
    if claim.kind is not Kind.AMOUNT:
        found["kind"] = claim.kind.value
    found |= {name: getattr(claim.aspects, name) for name in NAMES if getattr(claim.aspects, name) != getattr(usual, name)}
    if claim.direction:
        found["direction"] = claim.direction
    if claim.base is not None:
        found["base"] = different(claim.base, claim.aspects)
    for name, identity in (
        ("current", claim.current),
        ("partner", claim.partner),
        ("base_claim", claim.base_claim),
        ("parent", claim.parent),
    ):
        if identity:
            found[name] = claims[identity].text
    if claim.closed:
        found["closed"] = True
    if claim.reach:
        found["reach"] = claim.reach
    if claim.also:
        found["also"] = [different(aspects, claim.aspects) for aspects in claim.also]
    flags = [flag for flag in claim.flags if flag in FLAGS]
    if flags:
        found["flags"] = flags
    return found


def different(aspects: Aspects, other: Aspects) -> dict[str, str]:
    """The fields in which some aspects differ from others."""
    return {name: getattr(aspects, name) for name in NAMES if getattr(aspects, name) != getattr(other, name)}


def claims_of(document: Document) -> list[dict[str, Any]]:
    claims = extract(document)
    return [said(claim, {one.id: one for one in claims}, document) for claim in claims]


@pytest.mark.parametrize("sentence", SENTENCES, ids=str)
def test_claims(sentence: Sentence, folder: Path) -> None:
    assert claims_of(document(sentence, folder)) == list(sentence.claims)


@pytest.mark.parametrize("sentence", SENTENCES, ids=str)
def test_right_sentences_raise_no_alarm(sentence: Sentence, folder: Path) -> None:
    made = document(sentence, folder)
    claims = extract(made)
    rules = [rule for rule in registry() if rule.id.startswith(("text-table.", "within-text."))]
    checks, faults = check(made, claims, link(made, claims), rules)
    assert not faults
    wrong = [one for one in checks if one.verdict is Verdict.INCONSISTENT]
    assert bool(wrong) is sentence.contradicts, [one.message for one in wrong]


def test_every_figure_is_read_once(folder: Path) -> None:
    for sentence in SENTENCES:
        claims = extract(document(sentence, folder))
        places = [(claim.passage.text, claim.start, claim.end) for claim in claims if claim.kind not in (Kind.FLAT, Kind.NONE, Kind.ORDER)]
        assert len(places) == len(set(places)), sentence.text
