"""Wording families: each writes one genre in the manner of one region, in its own words, order, layout and number format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random

from generate import accounts, projects
from generate.page import Document, Page, render
from generate.printing import Style

GENRES = ("department-final-accounts", "unit-final-accounts", "department-budget", "overall-evaluation", "project-evaluation")
SET_ASIDE = Path(__file__).resolve().parents[2] / "set-aside"


@dataclass(frozen=True, slots=True)
class Family:
    """One way to write one genre."""

    name: str
    genre: str
    write: Callable[[Page, list[projects.Project]], None]
    text: tuple[Style, ...]
    """Styles of the narrative; one is drawn for a document."""
    cells: tuple[Style, ...]
    percent: tuple[int, ...] = (2,)
    layout: str = "tabs"
    broken: float = 0.0
    page_mark: Callable[[int], str] | None = None
    level: str = "部门"
    stage: str = "决算"
    kind: str = ""
    grain: int = 1
    years: tuple[int, int] = (2020, 2024)
    project_layout: str = "full"

    def document(self, seed: str) -> Document:
        """The document that follows from a seed."""
        random = Random(f"{self.name}/{seed}")
        for _ in range(50):
            try:
                year = random.randint(*self.years)
                books = accounts.make(random, level=self.level, stage=self.stage, year=year, kind=self.kind, grain=self.grain)
                break
            except ValueError:  # some balance came out negative: draw again
                continue
        else:
            raise RuntimeError(f"{self.name}/{seed}: no consistent books in 50 draws")
        found = projects.make(random, books, layout=self.project_layout)
        page = Page(books, random, text=random.choice(self.text), cells=random.choice(self.cells), percent=random.choice(self.percent))
        self.write(page, found)
        document = render(page, layout=self.layout, broken=self.broken, page_mark=self.page_mark)
        document.meta = {"family": self.name, "genre": self.genre, "seed": seed, "year": books.year, "organization": books.unit.name}
        return document


def _from(path: Path) -> list[Family]:
    spec = spec_from_file_location(f"set_aside_{path.stem}", path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.FAMILIES)


def load(split: str = "") -> list[Family]:
    """The families of ``development``, of ``set-aside``, or all."""
    found: list[Family] = []
    here = Path(__file__).resolve().parent
    if split in ("", "development"):
        for path in sorted(here.glob("[a-z]*.py")):
            found += import_module(f"generate.families.{path.stem}").FAMILIES
    if split in ("", "set-aside"):
        for path in sorted(SET_ASIDE.glob("[a-z]*.py")):
            found += _from(path)
    return found
