"""The generated corpus: consistent, repeatable, labelled to the character, and made without the auditor."""

from __future__ import annotations

import ast
import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from generate import accounts, corpus, families, projects
from generate.edits import apply, moved
from generate.errors import KINDS, Planter
from generate.oracle import Oracle
from generate.printing import Style, plain, rounded
from hypothesis import given
from hypothesis import strategies as st

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
ALL = [(split, family) for split in ("development", "set-aside") for family in families.load(split)]
NAMES = [family.name for _, family in ALL]


def _modules(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_it_knows_nothing_of_the_auditor() -> None:
    sources = [*CORPUS.glob("generate/**/*.py"), *CORPUS.glob("set-aside/*.py"), CORPUS / "make.py"]
    assert len(sources) > 30
    for path in sources:
        assert not {name for name in _modules(path) if name.split(".")[0] == "auditor"}, path


def test_the_auditor_knows_nothing_of_it() -> None:
    for path in (CORPUS.parent / "auditor").rglob("*.py"):
        assert not {name for name in _modules(path) if name.split(".")[0] in ("generate", "corpus")}, path


def test_the_only_lexicons_that_it_reads_are_code_lists() -> None:
    for path in [*CORPUS.glob("generate/**/*.py"), *CORPUS.glob("set-aside/*.py")]:
        text = path.read_text(encoding="utf-8")
        assert not any(f"{name}.yaml" in text for name in ("measures", "units", "numerals", "hedges", "tables", "sections")), path


def test_every_genre_has_families_to_develop_with_and_is_among_those_set_aside() -> None:
    number = Counter((split, family.genre) for split, family in ALL)
    assert all(number["development", genre] >= 4 for genre in families.GENRES)
    aside = [number["set-aside", genre] for genre in families.GENRES]
    assert all(many >= 2 for many in aside) or not any(aside)
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("seed", range(12))
def test_books_balance_to_the_cent(seed: int) -> None:
    random = Random(seed)
    stage = random.choice(("决算", "预算"))
    while True:
        try:
            books = accounts.make(random, level=random.choice(("部门", "单位")), stage=stage, year=2023)
            break
        except ValueError:
            continue
    projects.make(random, books)
    values = books.ledger.values
    for total, parts in books.ledger.sums:
        assert values[total] == sum(values[part] for part in parts), total
    assert books.opening().fen + books.income().fen + books.of("使用结余").fen == books.grand().fen
    assert books.spent().fen + books.of("结余分配").fen + books.closing().fen == books.grand().fen
    if stage == "决算":
        assert books.ledger.get(books.key("结转", "年末", year=2022)).fen == books.opening().fen


@pytest.mark.parametrize(("split", "family"), ALL, ids=NAMES)
def test_a_clean_document_agrees_with_itself_and_its_errors_do_not(split: str, family: families.Family) -> None:
    made = corpus.entry(family, split, 0, 7, single=18)
    lines = made.document.lines
    for mark in made.document.marks:
        assert lines[mark.line - 1][mark.start : mark.end] == mark.printed
    assert "\x02" not in made.document.text
    assert not Oracle(made.document).all()
    assert made.variants
    for variant in made.variants:
        edited = corpus.variant_lines(lines, variant)
        assert edited != lines
        for error in variant["errors"]:
            place = error["place"]
            here = edited[place["line"] - 1][place["start"] : place["end"]]
            assert error["kind"] in KINDS
            assert error["rules"]
            if error["kind"] not in ("lost-row", "doubled-row", "empty-table", "residue"):
                assert error["printed"] in here, (variant["id"], error, here)


def test_the_same_seed_gives_the_same_document() -> None:
    split, family = ALL[0]
    one, two = (corpus.entry(family, split, 3, 11) for _ in range(2))
    assert one.document.text == two.document.text
    assert json.dumps([one.record, one.variants, one.negatives]) == json.dumps([two.record, two.variants, two.negatives])
    assert corpus.entry(family, split, 4, 11).document.text != one.document.text


def test_every_kind_of_error_can_be_planted() -> None:
    planted: set[str] = set()
    for number, (_, family) in enumerate(ALL):
        planter = Planter(family.document("kinds"), Random(number))
        planted |= {kind for kind in KINDS if planter.plant(kind)}
    assert planted == set(KINDS)


@given(st.integers(0, 10**13), st.sampled_from(["元", "万元", "亿元"]), st.integers(0, 4), st.booleans())
def test_printing_is_honest(fen: int, unit: str, decimals: int, grouped: bool) -> None:
    style = Style(unit=unit, decimals=decimals, grouped=grouped)
    exact = Fraction(fen, style.scale)
    assert abs(plain(style.number(exact)) - exact) <= Fraction(1, 2 * 10**decimals)
    assert plain(style.number(exact, cut=True)) <= exact


def test_a_wrong_name_has_another_value() -> None:
    for number, (_, family) in enumerate(ALL):
        planter = Planter(family.document("names"), Random(number))
        planted = planter.plant("wrong-subject")
        if planted is None:
            continue
        marks = [mark for mark in planter.document.marks if mark.kind == "subject"]
        wrong = planted.edits[0]["text"]
        right = next(m for m in marks if (m.line, m.start) == (planted.edits[0]["line"], planted.edits[0]["start"]))
        values = planter.document.books.ledger.values
        for other in (m for m in marks if m.printed == wrong and m.keys[0]._replace(item="") == right.keys[0]._replace(item="")):
            assert values.get(other.keys[0], 0) != values[right.keys[0]], (family.name, wrong)


def test_rounding_is_half_up() -> None:
    assert str(rounded(Fraction(25, 1000), 2)) == "0.03"
    assert str(rounded(Fraction(1, 3), 4)) == "0.3333"
    assert str(rounded(Fraction(29, 1000), 2, cut=True)) == "0.02"


LINES = ["第一行12.34万元", "合计\t5.00\t6.00", "第三行"]


def test_edits_and_where_places_go() -> None:
    edits = [{"line": 1, "start": 3, "end": 8, "text": "1.234"}, {"line": 2, "delete": True}, {"line": 3, "insert": "新的"}]
    assert apply(LINES, edits) == ["第一行1.234万元", "第三行", "新的"]
    assert moved({"line": 3, "start": 0, "end": 3}, edits) == {"line": 2, "start": 0, "end": 3}
    assert moved({"line": 2, "start": 0, "end": 2}, edits) is None
    wider = [{"line": 1, "start": 3, "end": 8, "text": "1,234.56"}]
    assert moved({"line": 1, "start": 3, "end": 8}, wider) == {"line": 1, "start": 3, "end": 11}
    assert moved({"line": 1, "start": 8, "end": 10}, wider) == {"line": 1, "start": 11, "end": 13}
    assert moved({"line": 1, "start": 0, "end": 2}, wider) == {"line": 1, "start": 0, "end": 2}


def test_the_committed_sample_is_what_the_generator_makes(tmp_path: Path) -> None:
    import make

    corpus.write(tmp_path, 1, make.SEED, make.SAMPLE)
    for path in sorted((CORPUS / "sample").rglob("*.*")):
        made = tmp_path / path.relative_to(CORPUS / "sample")
        assert made.read_text(encoding="utf-8") == path.read_text(encoding="utf-8"), f"{path.name}: run corpus/make.py --sample"
