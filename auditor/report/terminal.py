"""The terminal report: what a reviewer reads from top to bottom.

First what disagrees — the sentence, both places, the formula with its numbers — then how much was checked, what was not and
why, and what broke. Colour and width are the caller's to choose; nothing here writes anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, JustifyMethod, OverflowMethod, RenderableType
from rich.containers import Lines
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from auditor.model import Audit, Evidence, Finding, Level, Location
from auditor.report.text_of import Lookup, by_reason, decided, genre, message, percent, place, say, stage, suspected

LOUD = (Level.ERROR, Level.WARNING, Level.NOTE)
STYLES: Mapping[str, str] = {
    "error": "bold red",
    "warning": "bold yellow",
    "note": "bold cyan",
    "consistent": "green",
    "rounding": "blue",
    "inconsistent": "red",
    "unchecked": "dim",
}
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MOST_EVIDENCE = 8
_MOST_EXAMPLES = 3
_WORD = re.compile(
    r"[（(《“\[]*(?:第\d+[页行字段列]|(?<!\S)[一-鿿]{2,4}(?!\S)|[A-Za-z0-9.,%+\-−_/¥]+[万亿]?[元%个人年]?|.)[，。、；：！？）)》”\]…]*\s*",
    re.DOTALL,
)
"""What stays on one line: a number with its unit, a short word between blanks, a character with its punctuation."""


def render(
    audit: Audit,
    *,
    lang: str = "zh",
    level: str = "warning",
    titles: Mapping[str, str] | None = None,
    width: int = 100,
    color: bool = False,
) -> str:
    """The report of one document.

    Args:
        audit: what was found out.
        lang: ``zh`` or ``en``.
        level: findings below it are counted, not listed.
        titles: rule id → what the rule checks, in words.
        width: columns of the screen; a Chinese character takes two.
        color: whether to use the terminal's colours.
    """
    parts = [
        _head(audit, lang),
        *_diagnoses(audit, lang, Level(level)),
        *_findings(audit, Lookup(audit), lang, Level(level), titles or {}),
        *_coverage(audit, lang),
        *_unchecked(audit, lang),
        *_faults(audit, lang),
        *_notices(audit, lang),
    ]
    return printed(Group(*parts), width=width, color=color)


def printed(content: RenderableType, *, width: int, color: bool) -> str:
    """A renderable as text, without spaces at the ends of its lines."""
    target = StringIO()
    console = Console(
        file=target,
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    console.print(_Clean(content))
    return "".join(line.rstrip() + "\n" for line in target.getvalue().splitlines())


class _Clean:
    """A renderable whose text cannot steer the terminal: no control characters, no marks that turn the direction."""

    def __init__(self, content: RenderableType) -> None:
        self.content = content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self.content, options):
            yield Segment(segment.text if segment.text == "\n" else _CONTROLS.sub("", segment.text), segment.style, segment.control)


def _head(audit: Audit, lang: str) -> RenderableType:
    document = audit.document
    facts = [
        document.organization,
        f"{document.year}年" if document.year and lang == "zh" else document.year,
        genre(document.genre, lang),
        say("table-count", lang, n=len(document.tables)),
        say("figure-count", lang, n=len(audit.figures)),
    ]
    return Group(
        Prose.assemble((document.title or document.path, "bold")),
        Prose(" · ".join(fact for fact in facts if fact)),
        Prose(f"{document.path} · {say('product', lang)} {audit.version}", style="dim"),
    )


class Prose(Text):
    """Text that is broken into lines where a reader of Chinese would: never inside a number, never before a full stop."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """The lines, each at most ``width`` columns."""
        if no_wrap or self.no_wrap:
            return super().wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
        lines = Lines()
        for line in self.split(allow_blank=True):
            lines.extend(line.divide(_cuts(line.plain, width)))
        for line in lines:
            line.rstrip()
        method = justify or self.justify
        if method:
            lines.justify(console, width, justify=method, overflow="fold")
        return lines


def _cuts(text: str, width: int) -> list[int]:
    """Where to break a line into pieces of at most ``width`` columns; what is wider than that itself is broken anywhere."""
    cuts: list[int] = []
    used = 0
    for word in _WORD.finditer(text):
        size = cell_len(word[0].rstrip())
        if used and used + size > width:
            cuts.append(word.start())
            used = 0
        if size > width:
            for at, character in enumerate(word[0], word.start()):
                if used + cell_len(character) > width:
                    cuts.append(at)
                    used = 0
                used += cell_len(character)
        else:
            used += cell_len(word[0])
    return cuts


def prose(content: Text | str) -> Prose:
    """A text, styled or plain, as prose."""
    if isinstance(content, str):
        return Prose(content)
    found = Prose()
    found.append_text(content)
    return found


class _Rows:
    """Labels on the left, texts on the right."""

    def __init__(self, labels: Sequence[str] = ()) -> None:
        self.table = Table.grid(padding=(0, 2, 0, 0))
        self.table.add_column(justify="right", no_wrap=True, min_width=max(6, *(cell_len(label) for label in labels), 0))
        self.table.add_column(overflow="fold")

    def add(self, label: Text | str, text: Text | str) -> None:
        self.table.add_row(label, prose(text))


def _heading(text: str, count: int | None = None, style: str = "bold") -> RenderableType:
    return Padding(Text.assemble((text, style), (f"  {count}" if count is not None else "", style)), (1, 0, 0, 0))


def _diagnoses(audit: Audit, lang: str, least: Level) -> list[RenderableType]:
    """What to correct, and which of the findings that are listed below that explains."""
    listed = [f for level in LOUD[: LOUD.index(least) + 1] for f in audit.findings if f.level is level and not f.waived]
    numbers = {finding.id: number for number, finding in enumerate(listed, 1)}
    rows = _Rows()
    count = 0
    seen: set[str] = set()
    for diagnosis in audit.diagnoses:
        explained = sorted(numbers[finding] for finding in diagnosis.resolves if finding in numbers)
        if not explained:
            continue
        rival = seen.intersection(diagnosis.rivals)
        seen.add(diagnosis.id)
        count += not rival
        where = place(diagnosis.location, lang)
        rows.add(
            Text(diagnosis.id, style="dim" if rival else "bold"),
            Text.assemble((f"{say('or', lang)} " if rival else "", "dim"), (suspected(diagnosis, lang), "bold"), (f"  {where}", "dim")),
        )
        for also in diagnosis.also:
            rows.add("", Text(f"{say('also-wrong', lang)} {also.printed} → {also.suggested}  {place(also.location, lang)}", style="dim"))
        if not rival:
            rows.add("", Text(say("explains", lang, n="、".join(map(str, explained))), style="dim"))
    return [_heading(say("diagnoses", lang), count), rows.table] if count else []


def _findings(audit: Audit, lookup: Lookup, lang: str, least: Level, titles: Mapping[str, str]) -> list[RenderableType]:
    parts: list[RenderableType] = []
    number = 0
    for level in LOUD:
        found = [finding for finding in audit.findings if finding.level is level and not finding.waived]
        if not found:
            continue
        if LOUD.index(level) > LOUD.index(least):
            parts.append(
                Padding(Text(say("hidden", lang, n=len(found), level=say(level, lang), option=level.value), style="dim"), (1, 0, 0, 0))
            )
            continue
        parts.append(_heading(say(level, lang), len(found), STYLES[level]))
        for finding in found:
            number += 1
            parts.append(_finding(number, finding, lookup, lang, titles))
    waived = [finding for finding in audit.findings if finding.waived]
    if waived:
        rows = _Rows()
        for finding in waived:
            rows.add(Text(say(finding.level.value, lang), style="dim"), message(finding.check, lang) or finding.message)
            rows.add("", Text(f"{finding.id}  {finding.waived}", style="dim"))
        parts += [_heading(say("waived", lang), len(waived), "dim"), rows.table]
    if not audit.findings:
        text = say("no-findings" if audit.figures else "no-figures", lang)
        parts.append(Padding(Text(text, style=STYLES["consistent"] if audit.figures else ""), (1, 0, 0, 0)))
    return parts


_LABELS = ("claimed", "sentence", "expected", "formula", "evidence", "diagnosis", "review", "rule")


def _finding(number: int, finding: Finding, lookup: Lookup, lang: str, titles: Mapping[str, str]) -> RenderableType:
    check = finding.check
    rows = _Rows([say(key, lang) for key in _LABELS])
    rows.add(Text(f"{number}", style=STYLES[finding.level]), Text(message(check, lang) or finding.message, style="bold"))

    def add(key: str, text: Text | str) -> None:
        rows.add(Text(say(key, lang), style="dim"), text)

    add("claimed", _figure(lookup.claimed(check.reported), check.reported, lang, "red"))
    sentence = lookup.sentence(check.reported)
    if sentence is not None:
        add("sentence", Text.assemble(sentence[0], (sentence[1], "bold underline red"), sentence[2]))
    if check.display:
        add("expected", Text(check.display, style="green"))
    if check.formula:
        add("formula", check.formula)
    for position, evidence in enumerate(check.using[:_MOST_EVIDENCE]):
        text = _figure(evidence.text, evidence, lang, "green", check.reported.location)
        if position:
            rows.add("", text)
        else:
            add("evidence", text)
    if len(check.using) > _MOST_EVIDENCE:
        rows.add("", Text(f"… +{len(check.using) - _MOST_EVIDENCE}", style="dim"))
    for position, diagnosis in enumerate(lookup.explaining(finding)):
        words = f"{diagnosis.id}  {suspected(diagnosis, lang)}  {place(diagnosis.location, lang, check.reported.location)}"
        rows.add(Text(say("or" if position else "diagnosis", lang), style="dim"), words.rstrip())
    if finding.review is not None:
        add("review", decided(finding.review, lang))
    title = titles.get(check.rule, "")
    add("rule", Text(f"{check.rule}{f' {title}' if title else ''}", style="dim"))
    return Padding(rows.table, (1, 0, 0, 0))


def _figure(text: str, evidence: Evidence, lang: str, style: str, beside: Location | None = None) -> Text:
    where = place(evidence.location, lang, beside)
    label = "" if evidence.label in place(evidence.location, lang) else evidence.label
    return Text.assemble((text, style), ("  " + " · ".join(filter(None, (label, where))), "dim"))


def _coverage(audit: Audit, lang: str) -> list[RenderableType]:
    if not audit.figures:
        return []
    total, counts = len(audit.figures), audit.counts
    line = Text()
    for verdict in ("consistent", "rounding", "inconsistent", "unchecked"):
        line.append(f"{say(verdict, lang)} {counts[verdict]}", style=STYLES[verdict])
        line.append("   ")
    checked = say("coverage-line", lang, checked=total - counts["unchecked"], figures=total, coverage=percent(audit.coverage))
    return [_heading(say("coverage", lang)), Padding(Group(Text(checked), line), (0, 0, 0, 2))]


def _unchecked(audit: Audit, lang: str) -> list[RenderableType]:
    groups = by_reason(audit)
    if not groups:
        return []
    lookup = {claim.id: claim for claim in audit.claims}
    rows = _Rows()
    for reason, ids in groups:
        rows.add(Text(f"{len(ids)}", style="bold"), reason)
        for identity in ids[:_MOST_EXAMPLES]:
            claim = lookup[identity]
            rows.add("", Text.assemble((claim.text, ""), ("  " + place(claim.location, lang), "dim"), style="dim"))
    return [_heading(say("unchecked-heading", lang), audit.counts["unchecked"]), rows.table]


def _faults(audit: Audit, lang: str) -> list[RenderableType]:
    if not audit.faults:
        return []
    rows = _Rows([stage(fault.stage, lang) for fault in audit.faults])
    for fault in audit.faults:
        rows.add(Text(stage(fault.stage, lang), style="bold red"), fault.message)
    return [_heading(say("faults", lang), len(audit.faults), STYLES["error"]), Text("  " + say("faults-explained", lang)), rows.table]


def _notices(audit: Audit, lang: str) -> list[RenderableType]:
    if not audit.document.notices:
        return []
    rows = _Rows()
    for notice in audit.document.notices:
        rows.add(Text("·"), notice)
    return [_heading(say("notices", lang), len(audit.document.notices)), rows.table]


Row = Sequence[Text | str]
Head = tuple[str, Mapping[str, Any]]


def listing(heads: Sequence[Head], rows: Sequence[Row], *, caption: str = "") -> Callable[[int, bool], str]:
    """A table for the screen: heads with their column options, and rows; call it with width and colour."""
    from rich import box

    found = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for head, options in heads:
        found.add_column(head, **{"overflow": "fold", **options})
    for row in rows:
        found.add_row(*map(prose, row))
    content: RenderableType = Group(found, Text(""), Text(caption, style="dim")) if caption else found
    return lambda width, color: printed(content, width=width, color=color)
