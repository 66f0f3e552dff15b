"""Write functions.tsv, economics.tsv, income.tsv, names.tsv and orgs.tsv of this folder from reference data.

::

    python lexicons/build.py FOLDER [--to LEXICONS]

FOLDER holds UTF-8 tables of the same names: one line of column heads, tabs between cells, no quoting, ``|`` between the
items of a list. The tables are copied cell by cell, blanks at the ends of cells removed, in the order of their codes and
years, behind a comment that says what they are, where they come from and what years they cover; columns that the lexicons
have no use for (examples) are left out. Nothing is written unless
every table is sound (``auditor.lexicon_check``); the same input always gives the same files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.lexicon_check import COLUMNS, validate

HERE = Path(__file__).resolve().parent

SOURCE = (
    "Source: read off public budgets and final accounts of Chinese departments, 2018-2026, by short id (province and year) in the",
    "column `source`; `unconfirmed` = from general knowledge, no document seen.",
)
LICENCE = (
    "Licence: names, codes and years are facts of official classifications (PRC Copyright Law, article 5); the selection is",
    "published under the licence of this project (Apache-2.0).",
)
PERIODS = (
    "valid_from, valid_to: first and last year of the chart that has the name; blank = earlier than the evidence, or current.",
    "Names stand without the printed suffix (类/款/项). old_names: earlier names, which stay in print for years.",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One table of the folder."""

    name: str
    about: str
    key: tuple[str, ...] = ()
    """Columns that rows are ordered by; the order of the reference data where there is none."""
    notes: tuple[str, ...] = ()


KINDS = (
    Kind(
        "functions",
        "支出功能分类科目: one row per code and period of its name; 3 digits 类, 5 款, 7 项.",
        ("code", "valid_from"),
        (*PERIODS, "seen_years, n_docs: in which years and how many documents print it."),
    ),
    Kind(
        "economics",
        "支出经济分类科目 of departments (部门, 301-399) and governments (政府, 501-599), mapped to each other.",
        ("code", "valid_from"),
        PERIODS,
    ),
    Kind(
        "income",
        "收入分类科目: 3 digits 类, 5 款, 7 项, 9 目.",
        ("code", "valid_from"),
        PERIODS,
    ),
    Kind(
        "names",
        "Names that are outdated or wrong, and the right ones; since_year = first year in which the right one holds.",
    ),
    Kind(
        "orgs",
        "How units may be called: which names mean the same unit. They excuse a difference of names and prove no identity.",
        (),
        ("pattern, canonical: regular expressions; {P} = name of a place or of its level, {N} = its name without the level.",),
    ),
)


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a table, by column head."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    heads = lines[0].split("\t")
    return [dict(zip(heads, (cell.strip() for cell in line.split("\t")), strict=True)) for line in lines[1:]]


def written(kind: Kind, rows: Sequence[Mapping[str, str]]) -> str:
    """The table as it stands in the lexicon."""
    if kind.key:
        rows = sorted(rows, key=lambda row: [row[column] for column in kind.key])
    years = sorted({row[c] for row in rows for c in ("valid_from", "valid_to", "since_year") if row.get(c)})
    covered = f"{len(rows)} rows" + (f"; changes of the years {years[0]}-{years[-1]}." if years else ".")
    columns = COLUMNS[kind.name]
    comment = (kind.about, covered, *kind.notes, *SOURCE, *LICENCE, "Written by lexicons/build.py.")
    table = ("\t".join(columns), *("\t".join(row[column] for column in columns) for row in rows))
    return "".join(f"# {line}\n" for line in comment) + "".join(f"{line}\n" for line in table)


def build(source: Path, target: Path) -> list[str]:
    """Write the tables to ``target``; what is wrong with them, and then nothing is written."""
    with tempfile.TemporaryDirectory() as folder:
        drafts = {kind: Path(folder) / f"{kind.name}.tsv" for kind in KINDS}
        for kind, draft in drafts.items():
            draft.write_text(written(kind, read(source / draft.name)), encoding="utf-8")
        problems = [str(problem) for draft in drafts.values() for problem in validate(draft)]
        if not problems:
            for draft in drafts.values():
                goal = target / draft.name
                goal.unlink(missing_ok=True)
                goal.write_text(draft.read_text(encoding="utf-8"), encoding="utf-8")
    return problems


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; 1 when the reference data is not sound."""
    parser = argparse.ArgumentParser(description="Write the code tables of the lexicons from reference data.")
    parser.add_argument("folder", type=Path, help="folder of the reference data")
    parser.add_argument("--to", type=Path, default=HERE, help="folder of the lexicons (default: where this script is)")
    options = parser.parse_args(arguments)
    problems = build(options.folder, options.to)
    sys.stdout.write("\n".join(problems or [f"{len(KINDS)} tables written to {options.to}"]) + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
