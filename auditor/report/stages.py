"""Each stage made visible on the screen: what was read, which tables, which claims, which cells they speak of."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from auditor.errors import ConfigError
from auditor.model import Aspects, Cell, Claim, Document, Link, Passage, Table, Unlinked
from auditor.report.terminal import STYLES, Head, listing
from auditor.report.text_of import genre, kind, place, plain, say


def document(found: Document, *, lang: str, width: int, color: bool) -> str:
    """What the reader made of a file: the facts, then sections, passages and tables in reading order."""
    facts = [
        (say("file", lang), found.path),
        (say("title", lang), found.title),
        (say("organization", lang), found.organization),
        (say("year", lang), found.year),
        (say("genre", lang), genre(found.genre, lang)),
        (say("unit-head", lang), found.unit),
        (say("tables", lang), str(len(found.tables))),
        (say("passages", lang), str(len(found.passages))),
    ]
    head = "".join(f"{name}  {value or say('unknown', lang)}\n" for name, value in facts)
    rows = [
        (
            _line(passage),
            Text(
                ("  " * (passage.heading - 1) if passage.heading else "") + _short(passage.text),
                style="bold" if passage.heading else "" if passage.narrative else "dim",
            ),
            Text(passage.section.label if passage.section and not passage.heading else "", style="dim"),
        )
        for passage in found.passages
        if passage.table is None
    ]
    body = listing([(say("place", lang), {"no_wrap": True}), (say("text", lang), {"ratio": 3}), (say("section", lang), {"ratio": 1})], rows)
    return head + "\n" + body(width, color)


def tables(found: Document, identity: str, *, lang: str, width: int, color: bool) -> str:
    """The list of tables, or the cells of one with what each of them means.

    Raises:
        ConfigError: there is no table with that id.
    """
    if identity:
        chosen = next((table for table in found.tables if table.id.lower() == identity.lower()), None)
        if chosen is None:
            raise ConfigError(_missing("表", identity, [table.id for table in found.tables]))
        return _cells(chosen, lang, width, color)
    rows = [
        (
            table.id,
            table.title,
            table.form,
            Text(table.kind or say("unknown", lang), style="" if table.kind else "dim"),
            table.unit,
            f"{len(table.rows)}×{table.width}",
            str(len(table.figures)),
            Text(place(table.location, lang), style="dim"),
        )
        for table in found.tables
    ]
    heads: list[Head] = [
        ("id", {"no_wrap": True}),
        ("title", {"ratio": 3}),
        ("form", {}),
        ("kind", {"ratio": 2}),
        ("unit-head", {}),
        ("size", {"justify": "right"}),
        ("figures", {"justify": "right"}),
        ("place", {"ratio": 2}),
    ]
    return listing([(say(key, lang), options) for key, options in heads], rows)(width, color)


def _cells(table: Table, lang: str, width: int, color: bool) -> str:
    head = " · ".join(filter(None, (table.id, table.title, table.form, table.kind, table.unit, f"{len(table.rows)}×{table.width}")))
    rows = [
        (
            cell.id,
            Text(cell.role.value, style="dim"),
            _short(cell.text, 40),
            _value(cell),
            _about(cell.aspects) if cell.quantity else "",
            Text(" › ".join((*cell.stub, *cell.path)), style="dim"),
        )
        for cell in table.cells
        if not cell.blank
    ]
    heads: list[Head] = [
        ("id", {"no_wrap": True}),
        ("role", {}),
        ("text", {"ratio": 2}),
        ("value", {"justify": "right"}),
        ("measure", {"ratio": 2}),
        ("place", {"ratio": 2}),
    ]
    return head + "\n\n" + listing([(say(key, lang), options) for key, options in heads], rows)(width, color)


def claims(found: Sequence[Claim], identity: str, *, lang: str, width: int, color: bool) -> str:
    """The claims of the narrative, in reading order, or one of them.

    Raises:
        ConfigError: there is no claim with that id.
    """
    chosen = [claim for claim in found if not identity or claim.id.lower() == identity.lower()]
    if identity and not chosen:
        raise ConfigError(_missing("陈述", identity, [claim.id for claim in found]))
    rows = [
        (
            claim.id,
            Text(_line(claim.passage), style="dim"),
            kind(claim.kind, lang),
            _signed(claim),
            _about(claim.aspects),
            _about(claim.base) if claim.base else "",
            Text(" ".join(filter(None, (claim.reach, *claim.flags))), style="dim"),
        )
        for claim in chosen
    ]
    heads: list[Head] = [
        ("id", {"no_wrap": True}),
        ("place", {"no_wrap": True}),
        ("kind", {}),
        ("value", {"justify": "right"}),
        ("measure", {"ratio": 3}),
        ("base", {"ratio": 2}),
        ("note", {}),
    ]
    return listing([(say(key, lang), options) for key, options in heads], rows, caption=say("figure-count", lang, n=len(chosen)))(
        width, color
    )


def links(found: Sequence[Link | Unlinked], identity: str, *, lang: str, width: int, color: bool) -> str:
    """The cell of each claim with score and reasons, or why there is none.

    Raises:
        ConfigError: there is no claim with that id.
    """
    chosen = [link for link in found if not identity or link.claim.id.lower() == identity.lower()]
    if identity and not chosen:
        raise ConfigError(_missing("陈述", identity, [link.claim.id for link in found]))
    rows = []
    for link in chosen:
        claim = link.claim
        if isinstance(link, Link):
            fits = link.cell.quantity is not None and link.cell.quantity.interval.meets(claim.quantity.interval)
            rows.append(
                (
                    claim.id,
                    claim.text,
                    _about(claim.aspects),
                    f"{link.score:.2f}",
                    Text(f"{link.cell.id} {link.cell.text.strip()}", style=STYLES["consistent" if fits else "inconsistent"]),
                    Text("；".join((link.cell.label, *link.evidence)), style="dim"),
                )
            )
        else:
            others = " ".join(cell.id for cell in link.candidates[:4])
            rows.append((claim.id, claim.text, _about(claim.aspects), "—", Text(others, style="dim"), Text(link.reason, style="dim")))
    heads: list[Head] = [
        ("id", {"no_wrap": True}),
        ("value", {"justify": "right"}),
        ("measure", {"ratio": 2}),
        ("score", {"justify": "right"}),
        ("cell", {"ratio": 1}),
        ("reasons", {"ratio": 3}),
    ]
    linked = sum(isinstance(link, Link) for link in chosen)
    return listing(
        [(say(key, lang), options) for key, options in heads],
        rows,
        caption=say("linked", lang, linked=linked, unlinked=len(chosen) - linked),
    )(width, color)


def rules(listed: Sequence[tuple[str, str, str, Sequence[str]]], *, lang: str, width: int, color: bool) -> str:
    """(id, title, level, catalogue ids) of each rule, as a table."""
    rows = [
        (identity, title, Text(say(level, lang), style=STYLES[level]), Text(" ".join(catalogue), style="dim"))
        for identity, title, level, catalogue in listed
    ]
    heads: list[Head] = [("rule", {"no_wrap": True}), ("title", {"ratio": 3}), ("level", {"no_wrap": True}), ("catalogue", {"ratio": 1})]
    return listing([(say(key, lang), options) for key, options in heads], rows)(width, color)


def _missing(what: str, identity: str, known: Sequence[str]) -> str:
    span = f"从 {known[0]} 到 {known[-1]}" if known else "一个也没有"
    return f"没有{what} {identity}（{span}）；去掉 --id 可列出全部"


def _line(passage: Passage) -> str:
    run = passage.runs[0] if passage.runs else None
    if run is None:
        return ""
    if run.line is not None:
        return f"{f'p{run.page}:' if run.page else ''}{run.line}"
    return f"{run.sheet}!{run.cell}" if run.sheet else f"¶{run.paragraph}" if run.paragraph is not None else ""


def _short(text: str, most: int = 200) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def _about(aspects: Aspects) -> str:
    return " ".join(
        filter(None, (aspects.measure, aspects.flow, aspects.part, aspects.scope, aspects.stage, aspects.period, aspects.entity))
    )


def _value(cell: Cell) -> str:
    return f"{plain(cell.quantity.value)}{cell.quantity.unit}" if cell.quantity else ""


def _signed(claim: Claim) -> str:
    return {1: "↑", -1: "↓", 0: ""}[claim.direction] + claim.text
