"""The annotated page: the document as it reads, every figure coloured by its verdict, the findings beside it.

One self-contained file: no script, no network, no fonts of its own. Everything that comes out of the document passes through
Jinja's autoescape; the page carries a content policy that forbids anything else to run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.model import Audit, Cell, Claim, Evidence, Level, Location, Passage, Role, Section, Table, Verdict
from auditor.report.text_of import Lookup, by_reason, cause, genre, measure, message, percent, place, say, stage

if TYPE_CHECKING:
    from jinja2 import Environment

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MOST_FORMULAS = 4
_CODE = 16
_MOST_REFERENCES = 3
_LOUDEST = (Verdict.INCONSISTENT, Verdict.CONSISTENT, Verdict.ROUNDING)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; a figure when it has an id."""

    text: str
    id: str = ""
    look: str = ""
    """Its verdict."""
    title: str = ""
    findings: tuple[tuple[int, str], ...] = ()
    """Numbers of the findings that it is part of, each with its level, or ``evidence`` where it is not what is claimed."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a table of the document."""

    id: str
    heading: int = 0
    quiet: bool = False
    """Whether it states no figures of its own."""
    pieces: tuple[Piece, ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = ()
    """Notes under the table that no paragraph of the document repeats."""
    rows: tuple[tuple[Box, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a table."""

    pieces: tuple[Piece, ...]
    id: str = ""
    look: str = ""
    title: str = ""
    head: str = ""
    """``col`` or ``row`` where it heads one."""
    kind: str = ""
    """``number``, or ``code`` for a short word that is not broken."""
    findings: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class _Marks:
    """What is known of a figure or cell: its findings, and the formulas of its checks."""

    findings: dict[int, str] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    verdicts: set[Verdict] = field(default_factory=set)
    blamed: bool = False


def render(audit: Audit, *, lang: str = "zh", titles: Mapping[str, str] | None = None) -> str:
    """The page of one document, in ``zh`` or ``en``; ``titles`` says in words what each rule checks."""
    page = _Page(audit, lang, titles or {})
    return _environment().get_template("page.html").render(**page.content())


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    """A value as the page prints it: without control characters, which no page can show."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", value) if type(value) is str else value


class _Page:
    """Everything that the template prints, in the order in which it prints it."""

    def __init__(self, audit: Audit, lang: str, titles: Mapping[str, str]) -> None:
        self.audit, self.lang, self.titles = audit, lang, titles
        self.lookup = Lookup(audit)
        self.marks: dict[str, _Marks] = {}
        numbers = {finding.check_id: number for number, finding in enumerate(audit.findings, 1)}
        for position, check in enumerate(audit.checks, 1):
            number = numbers.get(f"K{position}")
            words = f"{say(check.verdict.value, lang)} · {titles.get(check.rule) or check.rule}"
            for evidence in (check.reported, *check.using):
                key = evidence.figure or evidence.cell
                if not key:
                    continue
                marks = self.marks.setdefault(key, _Marks())
                marks.verdicts.add(check.verdict)
                marks.blamed |= number is not None and evidence is check.reported
                marks.formulas.append(f"{words}：{check.formula}" if check.formula else words)
                if number is not None:
                    marks.findings.setdefault(number, check.level.value if evidence is check.reported else "evidence")
        self.claims: dict[object, list[Claim]] = {}
        counted = {claim.id for claim in audit.figures}
        for claim in audit.claims:
            if claim.id not in counted and audit.verdicts[claim.id][0] == "unchecked":
                continue  # a word that nothing was held against is no figure
            self.claims.setdefault(_key(claim.passage), []).append(claim)
        self.inside = {(p.table, p.row, p.column): p for p in audit.document.passages if p.table is not None and _key(p) in self.claims}
        self.known = {_key(passage) for passage in audit.document.passages}
        self.blocks = tuple(self._blocks())
        self.lines = {_line(p): f"p{i}" for i, p in enumerate(audit.document.passages) if p.table is None and p.runs}

    def content(self) -> dict[str, Any]:
        audit, document, lang = self.audit, self.audit.document, self.lang
        counts = audit.counts
        total = len(audit.figures)
        return {
            "lang": lang,
            "say": lambda key, **values: say(key, lang, **values),
            "audit": audit,
            "document": document,
            "title": document.title or Path(document.path).name,
            "facts": [
                (say("organization", lang), document.organization),
                (say("year", lang), document.year),
                (say("genre", lang), genre(document.genre, lang)),
                (say("tables", lang), len(document.tables)),
                (say("figures", lang), total),
                (say("file", lang), document.path),
                ("SHA-256", document.sha256[:16]),
            ],
            "levels": [(level.value, [f for f in self._findings() if f["level"] == level.value]) for level in Level],
            "verdicts": [
                (verdict, counts[verdict], 100 * counts[verdict] / total if total else 0)
                for verdict in ("consistent", "rounding", "inconsistent", "unchecked")
            ],
            "coverage": percent(audit.coverage),
            "checked": total - counts["unchecked"],
            "blocks": self.blocks,
            "contents": [block for block in self.blocks if block.table is not None or 0 < block.heading <= 3],
            "unchecked": [(reason, [self._reference(identity) for identity in ids]) for reason, ids in by_reason(audit)],
            "faults": [(stage(fault.stage, lang), fault.message) for fault in audit.faults],
            "notices": document.notices,
        }

    def _reference(self, identity: str) -> tuple[str, str, str]:
        claim = self.lookup.claims[identity]
        return identity, claim.text, measure(claim.aspects, claim.subject)

    def _findings(self) -> Iterator[dict[str, Any]]:
        for number, finding in enumerate(self.audit.findings, 1):
            check = finding.check
            diagnosis = self.lookup.diagnoses.get(self.lookup.diagnosis(finding))
            yield {
                "number": number,
                "id": finding.id,
                "level": finding.level.value,
                "message": message(check, self.lang) or finding.message,
                "claimed": self.lookup.claimed(check.reported),
                "place": place(check.reported.location, self.lang),
                "href": self._target(check.reported),
                "sentence": self.lookup.sentence(check.reported) or (),
                "expected": check.display,
                "formula": check.formula,
                "evidence": [
                    {
                        "text": e.text,
                        "label": "" if e.label in place(e.location, self.lang) else e.label,
                        "place": place(e.location, self.lang, check.reported.location),
                        "href": self._target(e),
                    }
                    for e in check.using
                ],
                "diagnosis": ""
                if diagnosis is None
                else say(
                    "diagnosed",
                    self.lang,
                    printed=diagnosis.printed,
                    suggested=diagnosis.suggested,
                    cause=cause(diagnosis.cause, self.lang),
                    confidence=f"{diagnosis.confidence:.0%}",
                ),
                "rule": check.rule,
                "rule_title": self.titles.get(check.rule, ""),
                "waived": finding.waived,
            }

    def _target(self, evidence: Evidence) -> str:
        """The anchor of a piece of evidence: its figure, its cell, else the paragraph or table that it stands in."""
        where = evidence.location
        if evidence.figure in self.lookup.claims:
            return evidence.figure
        if evidence.cell in self.lookup.cells:
            return anchor(evidence.cell)
        if where.table is not None:
            return anchor(where.table)
        return self.lines.get((where.file, where.page, where.line, where.paragraph), "")

    def _blocks(self) -> Iterator[Block]:
        """Paragraphs and tables in reading order."""
        document = self.audit.document
        inside = {table.id for table in document.tables}
        waiting = self._slots()
        for position, passage in enumerate(document.passages):
            while waiting and waiting[0][0] <= position:
                yield self._table(waiting.pop(0)[1])
            if passage.table not in inside:
                yield Block(f"p{position}", passage.heading, not passage.narrative, self._pieces(passage))
        for _, table in waiting:
            yield self._table(table)

    def _slots(self) -> list[tuple[int, Table]]:
        """For each table the passage before which it stands: by its own text cells, its line, else the end of its section."""
        passages = self.audit.document.passages
        orders = [None if passage.table is not None else _order(passage) for passage in passages]
        own: dict[str, int] = {}
        last: dict[Section | None, int] = {}
        for position, passage in enumerate(passages):
            if passage.table is not None:
                own.setdefault(passage.table, position)
            elif passage.section is not None or position == last.get(None, -1) + 1:
                last[passage.section] = position
        slots: list[tuple[int, Table]] = []
        at = 0
        for table in self.audit.document.tables:
            place = _place(table.location)
            if place is not None:
                while at < len(passages) and ((order := orders[at]) is None or order <= place):
                    at += 1
                slots.append((at, table))
                continue
            slot = own.get(table.id, last.get(table.section, len(passages) - 1) + 1)
            at = max(at, slot)
            slots.append((at, table))
        return slots

    def _pieces(self, passage: Passage) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        at = 0
        for claim in sorted(self.claims.get(_key(passage), ()), key=lambda c: (c.start, -c.end)):
            start = max(claim.start, at)
            if start > at:
                pieces.append(Piece(passage.text[at:start]))
            verdict, reason = self.audit.verdicts[claim.id]
            marks = self.marks.get(claim.id, _Marks())
            facts = [" · ".join(filter(None, (say(verdict, self.lang), measure(claim.aspects, claim.subject), claim.aspects.period)))]
            facts += [reason] if reason else list(dict.fromkeys(marks.formulas))[:_MOST_FORMULAS]
            end = max(claim.end, start)
            pieces.append(
                Piece(passage.text[start:end], claim.id, verdict, "\n".join(facts), tuple(marks.findings.items())[:_MOST_REFERENCES])
            )
            at = end
        if at < len(passage.text):
            pieces.append(Piece(passage.text[at:]))
        return tuple(pieces)

    def _table(self, table: Table) -> Block:
        notes = tuple(note.text for note in table.notes if _key(note) not in self.known)
        return Block(
            anchor(table.id), table=table, notes=notes, rows=tuple(tuple(self._box(table, cell) for cell in row) for row in table.rows)
        )

    def _box(self, table: Table, cell: Cell) -> Box:
        passage = self.inside.get((table.id, cell.row, cell.column))
        pieces = self._pieces(passage) if passage is not None else (Piece(cell.text),)
        head = {Role.HEAD: "col", Role.STUB: "row"}.get(cell.role, "")
        marks = self.marks.get(cell.id)
        kind = "number" if cell.quantity is not None else "code" if cell.text.isascii() and len(cell.text) <= _CODE else ""
        if marks is None:
            return Box(pieces, head=head, kind=kind)
        look = next((verdict.value for verdict in _LOUDEST if verdict in marks.verdicts), "unchecked")
        if look == "inconsistent" and not marks.blamed:
            look = "evidence"
        elif look != "inconsistent" and cell.blank:
            look = ""
        title = "\n".join([cell.label, *list(dict.fromkeys(marks.formulas))[:_MOST_FORMULAS]])
        return Box(pieces, anchor(cell.id), look, title, head, kind, tuple(marks.findings.items())[:_MOST_REFERENCES])


def anchor(identity: str) -> str:
    """A cell's or table's id as the name of an anchor: ``T3/1/2`` → ``T3-1-2``."""
    return identity.replace("/", "-")


def _key(passage: Passage) -> object:
    run = passage.runs[0] if passage.runs else None
    return (
        passage.text,
        run and (run.page, run.line, run.column, run.paragraph, run.sheet, run.cell, run.xpath),
        passage.table,
        passage.row,
        passage.column,
    )


def _line(passage: Passage) -> tuple[str | None, int | None, int | None, int | None]:
    run = passage.runs[0]
    return run.file, run.page, run.line, run.paragraph


def _order(passage: Passage) -> tuple[int, int] | None:
    if not passage.runs:
        return None
    run = passage.runs[0]
    return _place(Location(page=run.page, line=run.line, paragraph=run.paragraph))


def _place(location: Location) -> tuple[int, int] | None:
    at = location.line if location.line is not None else location.paragraph
    return None if at is None else (location.page or 0, at)
