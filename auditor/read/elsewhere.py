"""A document whose places say in which file they are: one that is read beside the one that is audited."""

from __future__ import annotations

from dataclasses import replace

from auditor.model import Cell, Document, Location, Passage, Table


def elsewhere(document: Document, name: str) -> Document:
    """The document with ``name`` as the file of all its places; files of a bundle keep their own names behind it."""

    def named(file: str | None) -> str:
        return name if file is None else f"{name}/{file}"

    def place(location: Location) -> Location:
        return replace(location, file=named(location.file))

    def passage(one: Passage) -> Passage:
        return replace(one, runs=tuple(replace(run, file=named(run.file)) for run in one.runs))

    def cell(one: Cell) -> Cell:
        return replace(one, location=place(one.location))

    def table(one: Table) -> Table:
        rows = tuple(tuple(map(cell, row)) for row in one.rows)
        return replace(one, rows=rows, location=place(one.location), notes=tuple(map(passage, one.notes)))

    return replace(document, passages=tuple(map(passage, document.passages)), tables=tuple(map(table, document.tables)))
