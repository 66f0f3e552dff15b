"""The annotated page: the document as it reads, every figure coloured by its verdict, the findings beside it.

One self-contained file: no network, no fonts of its own, one script of ours. A content policy lets only that script and that style run,
by their hashes, so that nothing of the document can. Everything that comes out of the document is escaped, by Jinja or by
:func:`_text`; tables and the ledger are put together here and not in the template, for they are most of the page.

Without the script the page is still whole: document, findings, ledger. The script (``templates/page.js``) adds what needs a hand:
filters, marks, and what a number was checked against, which it takes from the data block. Of a PDF, pictures of the pages
(:mod:`auditor.report.sheets`) stand beside the text, every figure in a box.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from auditor.model import Audit, Cell, Claim, Diagnosis, Evidence, Finding, Level, Location, Passage, Role, Section, Table, Verdict
from auditor.report.sheets import Sheet
from auditor.report.text_of import Lookup, by_reason, decided, genre, kind, measure, message, percent, place, say, stage, suspected, visible

if TYPE_CHECKING:
    from jinja2 import Environment

VERDICTS = ("consistent", "rounding", "inconsistent", "unchecked")
_CODE = 16
_LONG = 320
"""Characters from which a cell scrolls instead of growing."""
_WORDY = 30
"""Characters from which a cell is given more room than its head asks for."""
_MOST_REFERENCES = 3
_MOST_SECTIONS = 16
_CHUNK = 24
"""Blocks that are laid out together; those out of sight wait."""
_MOST_HEADS = 4
"""Rows of heads that stay in sight while the rows below them scroll."""
_LONGEST_HEAD = 40
_FOLD_ROWS = 40
_FOLD_CELLS = 30_000
"""A table with more rows is folded, in a document with more cells, unless a finding rests on it."""
_LOUDEST = (Verdict.INCONSISTENT, Verdict.CONSISTENT, Verdict.ROUNDING)
_SCRIPTED = (
    "all-figures auto bad-file claimed close confirmed consistent dark error evidence exported false-alarm finding fixed imported inconsistent "
    "light memory no-check no-manual note rounding shown some-left theme to-finding unchecked undecided "
    "unmarked warning"
).split()
"""Messages that the script needs."""
_STEERING = re.compile("[&<>\ud800-\udfff\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What could end the data block, or turn its direction; JSON can write it otherwise."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a table of the document, written out."""

    id: str
    html: Markup
    heading: int = 0
    title: str = ""
    table: Table | None = None


@dataclass(slots=True)
class _Marks:
    """What is known of a figure or cell."""

    findings: dict[int, str] = field(default_factory=dict)
    """Numbers of the findings that it is part of, each with its level, or ``evidence`` where it is not what is claimed."""
    verdicts: set[Verdict] = field(default_factory=set)
    blamed: bool = False


def render(
    audit: Audit,
    *,
    lang: str = "zh",
    titles: Mapping[str, str] | None = None,
    manuals: Mapping[str, str] | None = None,
    sheets: Sequence[Sheet] = (),
) -> str:
    """The page of one document.

    Args:
        audit: what was found out about it.
        lang: ``zh`` or ``en``.
        titles: rule id → what the rule checks, in a line.
        manuals: rule id → what the rule checks, at length.
        sheets: pages of the document as they look.
    """
    page = _Page(audit, lang, titles or {}, manuals or {}, sheets)
    return _environment().get_template("page.html").render(**page.content())


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


_TEMPLATES = Path(__file__).resolve().parent / "templates"


@cache
def _part(name: str) -> tuple[Markup, str]:
    """The script or the style, and what a content policy calls it."""
    text = (_TEMPLATES / name).read_text(encoding="utf-8")
    return Markup(text), f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _shown(value: object) -> object:
    """A value as the page prints it: nothing in it is hidden, and nothing turns the text behind it."""
    return visible(value, keep="\n\t") if type(value) is str else value


def _text(value: str) -> str:
    """A text of the document, written into the page."""
    return str(escape(visible(value, keep="\n\t")))


class _Page:
    """Everything that the template prints, in the order in which it prints it."""

    def __init__(
        self, audit: Audit, lang: str, titles: Mapping[str, str], manuals: Mapping[str, str], sheets: Sequence[Sheet] = ()
    ) -> None:
        self.audit, self.lang, self.titles, self.manuals, self.sheets = audit, lang, titles, manuals, sheets
        self.pictured = {sheet.number for sheet in sheets}
        self.lookup = Lookup(audit)
        self.marks: dict[str, _Marks] = {}
        numbers = {finding.check_id: number for number, finding in enumerate(audit.findings, 1)}
        for position, check in enumerate(audit.checks, 1):
            number = numbers.get(f"K{position}")
            for evidence in (check.reported, *check.using):
                key = evidence.figure or evidence.cell
                if not key:
                    continue
                marks = self.marks.setdefault(key, _Marks())
                marks.verdicts.add(check.verdict)
                marks.blamed |= number is not None and evidence is check.reported
                if number is not None:
                    marks.findings.setdefault(number, check.level.value if evidence is check.reported else "evidence")
        self.claims: dict[object, list[Claim]] = {}
        counted = {claim.id for claim in audit.figures}
        for claim in audit.claims:
            if claim.id not in counted and audit.verdicts[claim.id][0] == "unchecked":
                continue  # a word that nothing was held against is no figure
            self.claims.setdefault(_key(claim.passage), []).append(claim)
        self.inside = {(p.table, p.row, p.column): p for p in audit.document.passages if p.table is not None and _key(p) in self.claims}
        self._tables: dict[str | None, Table] = {table.id: table for table in audit.document.tables}
        self.known = {_key(passage) for passage in audit.document.passages}
        self.folded = sum(len(row) for table in audit.document.tables for row in table.rows) > _FOLD_CELLS
        self.touched = {e.location.table for finding in audit.findings for e in (finding.check.reported, *finding.check.using)}
        self.blocks = tuple(self._blocks())
        self.lines = {_line(p): f"p{i}" for i, p in enumerate(audit.document.passages) if p.table is None and p.runs}

    def content(self) -> dict[str, Any]:
        audit, document, lang = self.audit, self.audit.document, self.lang
        counts = audit.counts
        total = len(audit.figures)
        script, script_hash = _part("page.js")
        style, style_hash = _part("page.css")
        findings = list(self._findings())
        sections = self._sections()
        levels = Counter(finding["level"] for finding in findings if not finding["waived"])
        return {
            "lang": lang,
            "say": lambda key, **values: say(key, lang, **values),
            "audit": audit,
            "document": document,
            "name": PurePath(document.path).name,
            "title": document.title or PurePath(document.path).name,
            "facts": [
                (say("organization", lang), document.organization),
                (say("year", lang), document.year),
                (say("genre", lang), genre(document.genre, lang)),
                (say("pages", lang), document.pages or ""),
                (say("tables", lang), len(document.tables)),
                (say("figures", lang), total),
                (say("file", lang), document.path),
                ("SHA-256", document.sha256[:16]),
            ],
            "levels": [(level.value, levels[level.value]) for level in Level],
            "waived": sum(bool(finding["waived"]) for finding in findings),
            "findings": findings,
            "filters": [
                ("rule", [(rule, self.titles.get(rule, rule)) for rule in _distinct(f["rule"] for f in findings)]),
                ("section", [(name, name) for name in _distinct(f["section"] for f in findings)]),
                ("diagnosis", [(d.id, f"{d.id} {d.printed} → {d.suggested}") for d in audit.diagnoses if d.resolves]),
            ],
            "verdicts": [(verdict, counts[verdict]) for verdict in VERDICTS],
            "bar": _bar(counts, total),
            "coverage": percent(audit.coverage),
            "checked": total - counts["unchecked"],
            "sections": sections,
            "chunks": [list(chunk) for chunk in _chunked(self.blocks)],
            "contents": [block for block in self.blocks if block.table is not None or 0 < block.heading <= 3],
            "reasons": [(reason, len(ids)) for reason, ids in by_reason(audit)],
            "ledger": Markup("").join(self._ledger()),
            "sheets": list(self._sheets()),
            "faults": [(stage(fault.stage, lang), fault.message) for fault in audit.faults],
            "notices": document.notices,
            "script": script,
            "style": style,
            "policy": f"default-src 'none'; script-src {script_hash}; style-src {style_hash}; {self._pictures()}base-uri 'none'; form-action 'none'",
            "data": self._data(),
        }

    # What the script knows.

    def _data(self) -> Markup:
        """What each number was held against, as JSON that cannot end the element it stands in."""
        audit, lang, document = self.audit, self.lang, self.audit.document
        rules = sorted({check.rule for check in audit.checks})
        number = {rule: position for position, rule in enumerate(rules)}
        verdicts = [verdict.value for verdict in Verdict]
        finding = {f.check_id: position for position, f in enumerate(audit.findings, 1)}
        cells: dict[str, str] = {}
        tables = {table.id: visible(table.location.label or table.title) for table in document.tables}
        checks = []
        for position, check in enumerate(audit.checks, 1):
            for evidence in (check.reported, *check.using):
                if evidence.cell and evidence.cell not in cells:
                    label = evidence.label.removeprefix(tables.get(evidence.cell.partition("/")[0], "\0")).removeprefix(" · ")
                    cells[evidence.cell] = visible(label)
            checks.append(
                [
                    number[check.rule],
                    verdicts.index(check.verdict.value),
                    visible(check.formula),
                    visible(check.reason),
                    finding.get(f"K{position}", 0),
                    *(e.figure or e.cell or [*map(visible, (e.label, e.text)), self._target(e)] for e in (check.reported, *check.using)),
                ]
            )
        content = {
            "document": {"name": PurePath(document.path).name, "path": document.path, "sha256": document.sha256, "title": document.title},
            "version": audit.version,
            "lang": lang,
            "words": {key: say(key, lang) for key in _SCRIPTED},
            "rules": [[rule, self.titles.get(rule, rule), self.manuals.get(rule, "")] for rule in rules],
            "verdicts": verdicts,
            "tables": tables,
            "cells": cells,
            "checks": checks,
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return Markup(_STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text))

    # The findings.

    def _findings(self) -> Iterator[dict[str, Any]]:
        for number, finding in enumerate(self.audit.findings, 1):
            check = finding.check
            target = self._target(check.reported)
            evidence = [
                {
                    "text": e.text,
                    "label": "" if e.label in place(e.location, self.lang) else e.label,
                    "place": place(e.location, self.lang, check.reported.location),
                    "target": self._target(e),
                }
                for e in check.using
            ]
            yield {
                "number": number,
                "id": finding.id,
                "level": finding.level.value,
                "message": message(check, self.lang) or finding.message,
                "claimed": self.lookup.claimed(check.reported),
                "place": place(check.reported.location, self.lang),
                "section": self._section(check.reported),
                "target": target,
                "sheet": check.reported.location.page if check.reported.location.page in self.pictured else 0,
                "sentence": self.lookup.sentence(check.reported) or (),
                "expected": check.display,
                "formula": check.formula,
                "evidence": evidence,
                "diagnoses": list(self._diagnoses(finding)),
                "rule": check.rule,
                "rule_title": self.titles.get(check.rule, ""),
                "waived": finding.waived,
                "review": decided(finding.review, self.lang) if finding.review is not None else "",
                "decision": finding.review.decision.value if finding.review is not None else "",
            }

    def _diagnoses(self, finding: Finding) -> Iterator[dict[str, Any]]:
        """What explains a finding, the likeliest first."""
        best = self.lookup.diagnosis(finding)
        found = [d for d in self.audit.diagnoses if d.id == best or finding.id in d.resolves]
        for diagnosis in sorted(found, key=lambda d: (d.id != best, -d.confidence)):
            yield {
                "id": diagnosis.id,
                "words": suspected(diagnosis, self.lang),
                "place": place(diagnosis.location, self.lang, finding.check.reported.location),
                "target": self._blamed(diagnosis),
                "resolves": len(diagnosis.resolves),
            }

    def _blamed(self, diagnosis: Diagnosis) -> str:
        where = diagnosis.location
        figure = next((claim.id for claim in self.audit.claims if claim.location == where), "")
        cell = "" if where.table is None or where.row is None or where.column is None else f"{where.table}/{where.row}/{where.column}"
        return self._target(Evidence("", "", where, figure, "" if figure else cell))

    def _section(self, evidence: Evidence) -> str:
        """The part of the document that a finding is listed under: its table, else its section."""
        if evidence.location.table is not None:
            table = self._tables.get(evidence.location.table)
            return table.location.label if table is not None else evidence.location.table
        claim = self.lookup.claims.get(evidence.figure)
        section = claim.passage.section if claim is not None else None
        if section is None:
            target = self._target(evidence)
            section = self.audit.document.passages[int(target[1:])].section if target[:1] == "p" else None
        return " › ".join(section.path[:2]) if section is not None else say("no-section", self.lang)

    def _target(self, evidence: Evidence) -> str:
        """The anchor of a piece of evidence: its figure, its cell, else the paragraph or table that it stands in."""
        where = evidence.location
        if evidence.figure in self.lookup.claims:
            return evidence.figure
        if evidence.cell in self.lookup.cells:
            return anchor(evidence.cell)
        if where.table in self._tables:
            return anchor(str(where.table))
        return self.lines.get((where.file, where.page, where.line, where.paragraph), "")

    # What was checked, section by section and figure by figure.

    def _sections(self) -> list[dict[str, Any]]:
        """Verdicts per section, in reading order: what the chart shows."""
        for depth in (2, 1):
            found: dict[tuple[str, ...], Counter[str]] = {}
            for claim in self.audit.figures:
                section = claim.passage.section
                path = section.path[:depth] if section is not None else ()
                found.setdefault(path, Counter())[self.audit.verdicts[claim.id][0]] += 1
            if len(found) <= _MOST_SECTIONS:
                break
        named = Counter(path[-1] for path in found if path)
        most = max((sum(counts.values()) for counts in found.values()), default=1)
        heads = {p.section.path: f"p{i}" for i, p in reversed(list(enumerate(self.audit.document.passages))) if p.heading and p.section}
        return [
            {
                "title": path[-1] if path else say("no-section", self.lang),
                "within": path[-2] if len(path) > 1 and named[path[-1]] > 1 else "",
                "target": heads.get(path, ""),
                "bar": _bar(counts, most),
                "counts": [(verdict, counts[verdict]) for verdict in VERDICTS if counts[verdict]],
                "total": sum(counts.values()),
            }
            for path, counts in found.items()
        ]

    def _ledger(self) -> Iterator[Markup]:
        """A row for each figure: what it is, what became of it, and by what."""
        for claim in self.audit.figures:
            verdict, reason = self.audit.verdicts[claim.id]
            checks = [self.audit.checks[i] for i in self.audit.by_figure.get(claim.id, ())]
            own = [c for c in checks if c.verdict.value == verdict] or checks
            basis = reason if verdict == "unchecked" else next((c.formula for c in own if c.formula), "")
            more = f" <span>+{len(checks) - 1}</span>" if verdict != "unchecked" and len(checks) > 1 else ""
            yield Markup(
                f'<tr id="L-{claim.id}" data-verdict="{verdict}"><th scope="row"><a href="#{claim.id}">{claim.id}</a></th>'
                f'<td class="printed">{_text(claim.text)}</td><td>{_text(measure(claim.aspects, claim.subject))}</td>'
                f"<td>{_text(claim.aspects.period)}</td><td>{_text(kind(claim.kind.value, self.lang))}</td>"
                f'<td class="verdict {verdict}">{say(verdict, self.lang)}</td><td>{_text(basis)}{more}</td>'
                f"<td>{_text(place(claim.location, self.lang))}</td></tr>\n"
            )

    # The pages as they look.

    def _pictures(self) -> str:
        """What the policy says of pictures: only those that stand in the page itself."""
        return "img-src data:; " if self.sheets else ""

    def _sheets(self) -> Iterator[dict[str, Any]]:
        """The pictured pages, with a box around every figure."""
        boxes: dict[int, list[str]] = {sheet.number: [] for sheet in self.sheets}

        def put(target: str, look: str, evidence: Evidence) -> None:
            found = boxes.get(evidence.location.page or 0)
            if found is not None:
                found += (
                    f'<rect class="{look}" data-of="{target}" x="{x0 - 1:.1f}" y="{y0 - 1:.1f}" '
                    f'width="{max(x1 - x0 + 2, 0):.1f}" height="{max(y1 - y0 + 2, 0):.1f}"/>'
                    for x0, y0, x1, y1 in self.lookup.boxes(evidence)
                )

        if boxes:
            for claims in self.claims.values():
                for claim in claims:
                    put(claim.id, self.audit.verdicts[claim.id][0], Evidence("", "", claim.location, claim.id))
            for cell in self.lookup.cells.values():
                marks = self.marks.get(cell.id)
                look = _look(marks) if marks is not None else "unchecked"
                if look in ("inconsistent", "evidence") or not cell.blank:
                    put(anchor(cell.id), look, Evidence("", "", cell.location))
        for sheet in self.sheets:
            yield {
                "number": sheet.number,
                "name": say("page", self.lang, n=sheet.number),
                "alt": say("sheet-of", self.lang, n=sheet.number),
                "address": Markup(escape(sheet.address)),
                "width": round(sheet.width, 1),
                "height": round(sheet.height, 1),
                "boxes": Markup("".join(boxes[sheet.number])),
            }

    # The document.

    def _blocks(self) -> Iterator[Block]:
        """Paragraphs and tables in reading order, and where the pages of the file begin."""
        document = self.audit.document
        inside = {table.id for table in document.tables}
        waiting = self._slots()
        at = 0 if (document.pages or 0) > 1 else 1 << 30
        for position, passage in enumerate(document.passages):
            while waiting and waiting[0][0] <= position:
                table = waiting.pop(0)[1]
                if (page := table.location.page or 0) > at:
                    at = page
                    yield self._turned(page)
                yield self._table(table)
            if passage.table not in inside:
                if (page := (passage.runs[0].page if passage.runs else None) or 0) > at:
                    at = page
                    yield self._turned(page)
                yield self._paragraph(f"p{position}", passage)
        for _, table in waiting:
            if (page := table.location.page or 0) > at:
                at = page
                yield self._turned(page)
            yield self._table(table)

    def _turned(self, page: int) -> Block:
        """A mark where a page begins."""
        name = say("page", self.lang, n=page)
        if page in self.pictured:
            name = f'<a href="#page-{page}">{name}</a>'
        return Block(f"at-{page}", Markup(f'<div class="turned" id="at-{page}" data-page="{page}">{name}</div>'))

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

    def _paragraph(self, identity: str, passage: Passage) -> Block:
        tag = f"h{min(passage.heading + 1, 6)}" if passage.heading else "p"
        quiet = "" if passage.narrative or passage.heading else ' class="quiet"'
        html = Markup(f'<{tag} id="{identity}"{quiet}>{self._inline(passage)}</{tag}>')
        return Block(identity, html, passage.heading, passage.text)

    def _inline(self, passage: Passage) -> str:
        """The text of a passage, its figures marked."""
        text = passage.text
        found = self.claims.get(_key(passage))
        if not found:
            return _text(text)
        pieces: list[str] = []
        at = 0
        for claim in sorted(found, key=lambda c: (c.start, -c.end)):
            start = max(claim.start, at)
            end = max(claim.end, start)
            marks = self.marks.get(claim.id)
            verdict = self.audit.verdicts[claim.id][0]
            pieces.append(_text(text[at:start]))
            figure = f'<span class="figure {verdict}" id="{claim.id}" tabindex="-1">{_text(text[start:end])}</span>'
            references = self._references(marks)
            pieces.append(f'<span class="tied">{figure}{references}</span>' if references else figure)
            at = end
        pieces.append(_text(text[at:]))
        return "".join(pieces)

    def _references(self, marks: _Marks | None) -> str:
        if marks is None or not marks.findings:
            return ""
        return "".join(
            f'<a class="reference {level}" href="#finding-{number}" aria-label="{say("to-finding", self.lang, n=number)}">{number}</a>'
            for number, level in list(marks.findings.items())[:_MOST_REFERENCES]
        )

    def _table(self, table: Table) -> Block:
        identity = anchor(table.id)
        written = [f"<tr>{''.join([self._cell(table, cell) for cell in row])}</tr>\n" for row in table.rows]
        heads = table.header_rows if _has_heads(table) else 0
        rows = "".join(written[heads:])
        if heads:
            rows = f"<thead>\n{''.join(written[:heads])}</thead>\n<tbody>\n{rows}</tbody>\n"
        unit = f" · {say('unit', self.lang, n=_text(table.unit))}" if table.unit else ""
        name = _text(table.title or table.id)
        caption = f'<code>{_text(table.id)}</code> <span lang="zh-CN">{_text(table.title)}</span>{unit}'
        body = f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table>\n{rows}</table></div>'
        if self.folded and len(table.rows) > _FOLD_ROWS and table.id not in self.touched:
            caption = f"{caption} · {say('row-count', self.lang, n=len(table.rows))}"
            body = f"<details><summary>{caption}</summary>{body}</details>"
            caption = ""
        notes = "".join(f'<p class="quiet">{_text(note.text)}</p>' for note in table.notes if _key(note) not in self.known)
        head = f"<figcaption>{caption}</figcaption>" if caption else ""
        return Block(
            identity,
            Markup(f'<figure class="table" id="{identity}">{head}{body}{notes}</figure>'),
            title=table.title or table.id,
            table=table,
        )

    def _cell(self, table: Table, cell: Cell) -> str:
        passage = self.inside.get((table.id, cell.row, cell.column)) if self.inside else None
        content = self._inline(passage) if passage is not None else _text(cell.text)
        if len(cell.text) > _LONG:
            content = f'<div class="long" tabindex="0">{content}</div>'
        looks = []
        if cell.quantity is not None:
            looks.append("number")
        elif len(cell.text) <= _CODE and cell.text.isascii():
            looks.append("code")
        elif len(cell.text) >= _WORDY:
            looks.append("wordy")
        marks = self.marks.get(cell.id)
        identity = references = ""
        if marks is not None:
            look = _look(marks)
            if look in ("inconsistent", "evidence") or not cell.blank:
                looks.append(look)
            identity = f' id="{anchor(cell.id)}"'
            references = self._references(marks)
        classes = f' class="{" ".join(looks)}"' if looks else ""
        if cell.role is Role.HEAD:
            return f'<th scope="col"{identity}{classes}>{content}{references}</th>'
        if cell.role is Role.STUB:
            return f'<th scope="row"{identity}{classes}>{content}{references}</th>'
        return f"<td{identity}{classes}>{content}{references}</td>"


def _has_heads(table: Table) -> bool:
    """Whether the first rows are nothing but heads, and few and short enough to stay in sight while the others scroll."""
    heads = [cell for row in table.rows[: table.header_rows] for cell in row]
    return (
        0 < table.header_rows <= min(_MOST_HEADS, len(table.rows) - 1)
        and all(cell.role in (Role.HEAD, Role.ORDINAL, Role.BLANK) or cell.blank for cell in heads)
        and all(len(cell.text) <= _LONGEST_HEAD for cell in heads)
    )


def _look(marks: _Marks) -> str:
    """How a cell looks: the loudest of the verdicts on it."""
    look = next((verdict.value for verdict in _LOUDEST if verdict in marks.verdicts), "unchecked")
    return "evidence" if look == "inconsistent" and not marks.blamed else look


def anchor(identity: str) -> str:
    """A cell's or table's id as the name of an anchor: ``T3/1/2`` → ``T3-1-2``."""
    return identity.replace("/", "-")


def _bar(counts: Mapping[str, int], whole: int) -> Markup:
    """The stacked bar of some verdicts; ``whole`` fills it."""
    parts = []
    at = 0.0
    for verdict in VERDICTS:
        width = 100 * counts[verdict] / whole if whole else 0
        if width:
            parts.append(f'<rect class="{verdict}" x="{at:.2f}" width="{width:.2f}" height="8"/>')
            at += width
    return Markup(
        f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _chunked(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Runs of paragraphs, and tables each on its own."""
    for alone, run in groupby(blocks, key=lambda block: block.table is not None):
        found = list(run)
        size = 1 if alone else _CHUNK
        for start in range(0, len(found), size):
            yield found[start : start + size]


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


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
