"""The workpaper: findings, diagnoses, the ledger of all figures, every check recomputed by live formulas, tables as read.

Each table has a sheet named by its id, its numbers as numbers; the ledger has the figures of the narrative. The sheet of checks refers
to both: change a number there and the check follows. What is printed is text, and a text that a program could take for a formula is
marked as text. Needs XlsxWriter (``pip install gouji[annotate]``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from io import BytesIO
from typing import Any

from auditor.errors import ConfigError
from auditor.model import Audit, Cell, Check, Claim, Kind, Quantity, Table, Verdict
from auditor.report.text_of import (
    Lookup,
    by_reason,
    decided,
    genre,
    kind,
    measure,
    message,
    percent,
    place,
    say,
    shorten,
    stage,
    suspected,
    visible,
)

_LENGTH = 32_000
"""Characters of the longest text; Excel takes 32,767 in a cell."""
_FORMULA = 8_000
"""Characters of the longest formula; Excel takes 8,192."""
_DIGITS = 10
"""Decimals to which differences are rounded: what lies behind them is the arithmetic of the machine."""
_STEERING = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text begins that a program could take for a formula."""
_FIRST_ROW = 4
"""Row of a table's sheet, counted from 1, in which its first row stands."""
_MOST = 12
"""Pieces of evidence that a row names."""


def render(audit: Audit, *, lang: str = "zh", titles: Mapping[str, str] | None = None) -> bytes:
    """The workpaper of one document.

    Raises:
        ConfigError: XlsxWriter is missing.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise ConfigError("底稿 xlsx 需要 XlsxWriter；请安装 gouji[annotate]") from error
    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "max_url_length": 2079,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": visible(audit.document.title), "author": "勾稽", "created": datetime(2000, 1, 1)})
        book.set_calc_mode("auto")
        _Workpaper(audit, lang, titles or {}, book).write()
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class Term:
    """A figure as a formula names it: where its printed number stands, and how many base units one of it is."""

    reference: str
    scale: Fraction
    value: Fraction
    """The printed number, for the cached result."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A check as live formulas, in the printed unit of what is claimed."""

    reported: str
    computed: str
    claimed: Fraction
    due: Fraction
    tolerance: Fraction | None
    """How far they may lie apart; ``None`` for a bound that is not to be passed."""


class _Workpaper:
    """The sheets of a workbook, in the order in which they are written."""

    def __init__(self, audit: Audit, lang: str, titles: Mapping[str, str], book: Any) -> None:
        self.audit, self.lang, self.titles, self.book = audit, lang, titles, book
        self.lookup = Lookup(audit)
        self.rows = {claim.id: row for row, claim in enumerate(audit.figures, 2)}
        """Figure → its row in the ledger, counted from 1."""
        self.sheets = {name: say(name, lang) for name in ("overview", "findings-sheet", "slips-sheet", "ledger-sheet", "checks-sheet")}

    def write(self) -> None:
        """Write all sheets."""
        self.overview()
        self.findings()
        if self.audit.diagnoses:
            self.diagnoses()
        self.ledger()
        self.checks()
        for table in self.audit.document.tables:
            self.table(table)

    # Looks.

    def look(self, **options: Any) -> Any:
        """A format, made once."""
        key = tuple(sorted(options.items()))
        if key not in self._looks:
            self._looks[key] = self.book.add_format({"font_name": "微软雅黑", "font_size": 10, "valign": "top"} | options)
        return self._looks[key]

    @cached_property
    def _looks(self) -> dict[Any, Any]:
        return {}

    def text(self, sheet: Any, row: int, column: int, text: str, **options: Any) -> None:
        """Write a text as text, whatever it begins with."""
        shown = shorten(visible(text, keep="\n"), _LENGTH)
        if shown.startswith(_STEERING):
            options["quote_prefix"] = True
        sheet.write_string(row, column, shown, self.look(**options))

    def head(self, sheet: Any, heads: Sequence[str], widths: Sequence[float]) -> None:
        """The first row of a list: its heads, with a filter, staying in sight."""
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(column, column, width)
            self.text(sheet, 0, column, head, bold=True, bg_color="#EEEDE8", border=1, border_color="#D0CEC6", text_wrap=True)
        sheet.freeze_panes(1, 1)

    def page(self, name: str, *, wide: bool = True) -> Any:
        """A new sheet that prints on A4."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        if wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(1)
        return sheet

    # Sheets.

    def overview(self) -> None:
        """What was audited, what was found, what was not checked."""
        audit, document, lang = self.audit, self.audit.document, self.lang
        sheet = self.page(self.sheets["overview"], wide=False)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 90)
        self.text(sheet, 0, 0, document.title or document.path, bold=True, font_size=15)
        row = 2

        def line(label: str, value: str | float, **options: Any) -> None:
            nonlocal row
            self.text(sheet, row, 0, label, font_color="#59616B")
            if isinstance(value, str):
                self.text(sheet, row, 1, value, text_wrap=True, **options)
            else:
                sheet.write_number(row, 1, value, self.look(align="left", **options))
            row += 1

        def section(title: str) -> None:
            nonlocal row
            row += 1
            self.text(sheet, row, 0, title, bold=True, font_size=12)
            row += 1

        for label, value in (
            ("organization", document.organization),
            ("year", document.year),
            ("genre", genre(document.genre, lang)),
            ("file", document.path),
        ):
            if value:
                line(say(label, lang), value)
        line("SHA-256", document.sha256)
        line(say("product", lang), audit.version)
        section(say("findings", lang))
        for level in ("error", "warning", "note"):
            line(say(level, lang), sum(f.level.value == level and not f.waived for f in audit.findings), bold=True)
        if waived := sum(bool(f.waived) for f in audit.findings):
            line(say("waived", lang), waived)
        section(say("coverage", lang))
        total = len(audit.figures)
        line(say("coverage", lang), percent(audit.coverage), bold=True)
        line(say("figures", lang), total)
        for verdict in ("consistent", "rounding", "inconsistent", "unchecked"):
            line(say(verdict, lang), audit.counts[verdict])
        for title, lines in (
            (say("unchecked-why", lang), [(str(len(ids)), reason) for reason, ids in by_reason(audit)]),
            (say("faults", lang), [(stage(fault.stage, lang), fault.message) for fault in audit.faults]),
            (say("notices", lang), [("", notice) for notice in document.notices]),
        ):
            if lines:
                section(title)
                for label, value in lines:
                    line(label, value)
        section(say("workpaper-how", lang))
        line("", say("workpaper-explained", lang))

    def findings(self) -> None:
        """Each finding in a row, with room for the reviewer."""
        lang = self.lang
        sheet = self.page(self.sheets["findings-sheet"])
        keys = (
            "to-number",
            "level",
            "finding",
            "claimed",
            "expected",
            "formula",
            "evidence",
            "place",
            "diagnosis",
            "rule",
            "review",
            "reviewer",
            "remark-short",
            "id",
        )
        self.head(sheet, [say(key, lang) for key in keys], (5, 7, 60, 16, 16, 34, 46, 36, 34, 30, 9, 10, 24, 16))
        colors = {"error": "#FCE8E6", "warning": "#FDEFD3", "note": "#E5EEFB"}
        for row, finding in enumerate(self.audit.findings, 1):
            check = finding.check
            used = [f"{e.text}  {place(e.location, lang) or e.label}" for e in check.using[:_MOST]]
            used += [f"+{len(check.using) - _MOST}"] if len(check.using) > _MOST else []
            sheet.write_number(row, 0, row, self.look())
            fill = {} if finding.waived else {"bg_color": colors[finding.level.value]}
            self.text(sheet, row, 1, say(finding.level.value, lang), **fill)
            words = (
                message(check, lang) or finding.message,
                self.lookup.claimed(check.reported),
                check.display,
                check.formula,
                "\n".join(used),
                place(check.reported.location, lang),
                "\n".join(suspected(d, lang) for d in self.lookup.explaining(finding)),
                f"{check.rule} {self.titles.get(check.rule, '')}".strip(),
                decided(finding.review, lang) if finding.review is not None else finding.waived,
            )
            for column, text in enumerate(words, 2):
                self.text(sheet, row, column, text, text_wrap=True)
            review = finding.review
            self.text(sheet, row, 10, say(review.decision.value, lang) if review is not None else "")
            self.text(sheet, row, 11, review.who if review is not None else "")
            self.text(sheet, row, 12, review.why if review is not None else "", text_wrap=True)
            self.text(sheet, row, 13, finding.id, font_color="#59616B")
        count = len(self.audit.findings)
        if count:
            sheet.autofilter(0, 0, count, len(keys) - 1)
            marks = [say(key, lang) for key in ("confirmed", "false-alarm", "fixed", "accepted")]
            sheet.data_validation(1, 10, count, 10, {"validate": "list", "source": marks})
        else:
            self.text(sheet, 1, 2, say("no-findings" if self.audit.figures else "no-figures", lang))

    def diagnoses(self) -> None:
        """Which figures, corrected, explain the findings."""
        lang = self.lang
        numbers = {finding.id: number for number, finding in enumerate(self.audit.findings, 1)}
        sheet = self.page(self.sheets["slips-sheet"])
        keys = ("id", "claimed", "suggested", "cause", "confidence", "place", "explained-findings")
        self.head(sheet, [say(key, lang) for key in keys], (8, 18, 18, 26, 10, 60, 24))
        for row, diagnosis in enumerate(self.audit.diagnoses, 1):
            self.text(sheet, row, 0, diagnosis.id)
            self.text(sheet, row, 1, diagnosis.printed)
            self.text(sheet, row, 2, diagnosis.suggested)
            self.text(sheet, row, 3, suspected(diagnosis, lang), text_wrap=True)
            sheet.write_number(row, 4, diagnosis.confidence, self.look(num_format="0%"))
            self.text(sheet, row, 5, place(diagnosis.location, lang), text_wrap=True)
            self.text(sheet, row, 6, "、".join(str(numbers[f]) for f in diagnosis.resolves if f in numbers))
        sheet.autofilter(0, 0, len(self.audit.diagnoses), len(keys) - 1)

    def ledger(self) -> None:
        """Each figure of the narrative in a row; its value in the base unit is a live formula."""
        lang, audit = self.lang, self.audit
        sheet = self.page(self.sheets["ledger-sheet"])
        keys = (
            "id",
            "text",
            "number",
            "unit-head",
            "base-units",
            "base-value",
            "measure",
            "period",
            "figure-kind",
            "verdict",
            "basis",
            "checks",
            "place",
        )
        self.head(sheet, [say(key, lang) for key in keys], (8, 18, 14, 9, 10, 18, 34, 8, 9, 9, 46, 18, 60))
        colors = {"inconsistent": "#FCE8E6", "rounding": "#E5EEFB", "unchecked": "#EEEEEC", "consistent": "#EAF6EE"}
        for row, claim in enumerate(audit.figures, 1):
            verdict, reason = audit.verdicts[claim.id]
            positions = audit.by_figure.get(claim.id, ())
            basis = reason if verdict == "unchecked" else next((audit.checks[i].formula for i in positions if audit.checks[i].formula), "")
            quantity = claim.quantity
            self.text(sheet, row, 0, claim.id)
            self.text(sheet, row, 1, claim.text)
            sheet.write_number(row, 2, float(quantity.value), self.look(num_format=_digits(quantity)))
            self.text(sheet, row, 3, quantity.unit)
            sheet.write_number(row, 4, float(quantity.scale), self.look(num_format="General"))
            sheet.write_formula(row, 5, f"=C{row + 1}*E{row + 1}", self.look(num_format="#,##0.00####"), float(quantity.base))
            self.text(sheet, row, 6, measure(claim.aspects, claim.subject), text_wrap=True)
            self.text(sheet, row, 7, claim.aspects.period)
            self.text(sheet, row, 8, kind(claim.kind.value, lang))
            self.text(sheet, row, 9, say(verdict, lang), bg_color=colors[verdict])
            self.text(sheet, row, 10, basis, text_wrap=True)
            self.text(sheet, row, 11, "、".join(f"K{i + 1}" for i in positions[:_MOST]))
            self.text(sheet, row, 12, place(claim.location, lang), text_wrap=True)
        if audit.figures:
            sheet.autofilter(0, 0, len(audit.figures), len(keys) - 1)

    def checks(self) -> None:
        """Each check in a row: what is claimed, what the others give, how far they lie apart, and what that says."""
        lang, audit = self.lang, self.audit
        sheet = self.page(self.sheets["checks-sheet"])
        keys = ("id", "rule", "verdict", "claimed", "recomputed", "difference", "allowed", "live-verdict", "formula", "what", "evidence")
        self.head(sheet, [say(key, lang) for key in keys], (7, 34, 9, 16, 16, 13, 11, 10, 50, 60, 60))
        agrees, differs = say("consistent", lang), say("inconsistent", lang)
        number = self.look(num_format="#,##0.00########")
        for row, check in enumerate(audit.checks, 1):
            self.text(sheet, row, 0, f"K{row}")
            self.text(sheet, row, 1, self.titles.get(check.rule, check.rule), text_wrap=True)
            self.text(sheet, row, 2, say(check.verdict.value, lang))
            live = self.recomputed(check)
            if live is not None:
                gap = round(float(live.claimed - live.due), _DIGITS)
                sheet.write_formula(row, 3, f"={live.reported}", number, float(live.claimed))
                sheet.write_formula(row, 4, f"={live.computed}", number, float(live.due))
                sheet.write_formula(row, 5, f"=ROUND(D{row + 1}-E{row + 1},{_DIGITS})", number, gap)
                if live.tolerance is None:
                    test, fits = f"F{row + 1}<=0", gap <= 0
                    self.text(sheet, row, 6, "≤")
                else:
                    allowed = round(float(live.tolerance), _DIGITS)
                    test, fits = f"ABS(F{row + 1})<=G{row + 1}", abs(gap) <= allowed
                    sheet.write_number(row, 6, allowed, number)
                sheet.write_formula(row, 7, f'=IF({test},"{agrees}","{differs}")', self.look(), agrees if fits else differs)
            self.text(sheet, row, 8, check.formula or check.reason, text_wrap=True)
            self.text(
                sheet, row, 9, f"{check.reported.text}  {place(check.reported.location, lang) or check.reported.label}", text_wrap=True
            )
            self.text(sheet, row, 10, "；".join(f"{e.text}  {e.label}" for e in check.using[:_MOST]), text_wrap=True)
        if audit.checks:
            last = len(audit.checks)
            sheet.autofilter(0, 0, last, len(keys) - 1)
            wrong = self.book.add_format({"bg_color": "#FCE8E6", "font_color": "#AE2019"})
            sheet.conditional_format(1, 7, last, 7, {"type": "cell", "criteria": "==", "value": f'"{differs}"', "format": wrong})

    def table(self, table: Table) -> None:
        """A table as it was read: its numbers as numbers, all else as text."""
        sheet = self.page(table.id)
        self.text(sheet, 0, 0, table.title or table.id, bold=True, font_size=12)
        unit = say("unit", self.lang, n=table.unit) if table.unit else ""
        self.text(sheet, 1, 0, " · ".join(filter(None, (place(table.location, self.lang), unit))), font_color="#59616B")
        colors = self.touched
        border = {"border": 1, "border_color": "#D0CEC6", "text_wrap": True}
        sheet.set_column(0, max(table.width - 1, 0), 16)
        for cells in table.rows:
            for cell in cells:
                row = cell.row + _FIRST_ROW - 1
                fill = {"bg_color": colors[cell.id]} if cell.id in colors else {}
                if cell.quantity is not None and cell.text.strip() and not cell.quantity.hedge and cell.quantity.upper is None:
                    sheet.write_number(
                        row, cell.column, float(cell.quantity.value), self.look(num_format=_digits(cell.quantity), **border, **fill)
                    )
                else:
                    self.text(sheet, row, cell.column, cell.text, **border, **fill)
        if table.header_rows:
            sheet.freeze_panes(_FIRST_ROW - 1 + table.header_rows, 0)

    @cached_property
    def touched(self) -> dict[str, str]:
        """Cell → its colour, where a finding is about it or rests on it."""
        found = {e.cell: "#F2E8F9" for finding in self.audit.findings for e in finding.check.using if e.cell}
        found |= {finding.check.reported.cell: "#FCE8E6" for finding in self.audit.findings if finding.check.reported.cell}
        return found

    # Checks as formulas.

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Id → cell, of all tables."""
        return {cell.id: cell for table in self.audit.document.tables for cells in table.rows for cell in cells}

    def term(self, name: str) -> Term | None:
        """A figure, cell or constant (``=10``) as a formula names it; ``None`` where it is no number that stands in a sheet."""
        if name.startswith("="):
            value = Fraction(name[1:])
            return Term(_written(value), Fraction(1), value)
        claim = self.lookup.claims.get(name)
        if claim is not None:
            return self._figure(claim)
        cell = self.cells.get(name)
        if cell is None:
            return None
        reference = f"'{name.partition('/')[0]}'!{_column(cell.column)}{cell.row + _FIRST_ROW}"
        quantity = cell.quantity
        if quantity is None:
            return None if cell.text.strip(" -—–―－") else Term(f"N({reference})", Fraction(1), Fraction(0))
        if quantity.hedge or quantity.upper is not None:
            return None
        if not cell.text.strip():
            return Term(f"N({reference})", Fraction(quantity.scale), Fraction(0))
        return Term(reference, Fraction(quantity.scale), Fraction(quantity.value))

    def _figure(self, claim: Claim) -> Term | None:
        quantity = claim.quantity
        if quantity.hedge or quantity.upper is not None or claim.id not in self.rows:
            return None
        sign = self._direction(claim) if claim.kind in (Kind.CHANGE, Kind.RATE) else 1
        reference = f"{'-' if sign < 0 else ''}'{self.sheets['ledger-sheet']}'!C{self.rows[claim.id]}"
        return Term(reference, Fraction(quantity.scale), sign * Fraction(quantity.value))

    def _direction(self, claim: Claim) -> int:
        partner = self.lookup.claims.get(claim.partner)
        return claim.direction or (partner.direction if partner is not None else 0) or 1

    def recomputed(self, check: Check) -> Recomputed | None:
        """A check as live formulas; ``None`` where it is no arithmetic of printed numbers, or one that only its rule knows."""
        operator, *names = check.relation or ("",)
        terms: list[Term] = []
        signs: list[int] = []
        for name in names:
            signs.append(-1 if name.startswith("-") else 1)
            term = self.term(name.removeprefix("-"))
            if term is None:
                return None
            terms.append(term)
        if len(terms) < 2 or not terms[0].scale or check.verdict is Verdict.UNDECIDED:
            return None
        made = _expression(operator, signs, terms)
        if made is None or len(made[0]) > _FORMULA:
            return None
        expression, due = made
        claimed, scale = terms[0].value, terms[0].scale
        if operator == "equal" and abs(claimed) == abs(due / scale) and claimed != due / scale:
            expression, due = f"-({expression})", -due  # a decrease, printed with its word in the text and with its sign in the table
        live = Recomputed(terms[0].reference, _scaled(expression, scale), claimed, due / scale, None)
        if operator == "at-most":
            return live if (live.claimed <= live.due) == (check.verdict is not Verdict.INCONSISTENT) else None
        tolerance = self.tolerance(check, scale, live)
        return None if tolerance is None else Recomputed(live.reported, live.computed, live.claimed, live.due, tolerance)

    def tolerance(self, check: Check, scale: Fraction, live: Recomputed) -> Fraction | None:
        """How far the claim may lie from the recomputed value: what rounding allows on both sides, nothing between two equal printings.

        ``None`` where the rule has judged by more than that, so that a formula would contradict it.
        """
        gap = abs(live.claimed - live.due)
        quantity = self.lookup.quantity(check.reported)
        own = quantity.step / 2 / scale if quantity is not None and not quantity.exact else Fraction(0)
        spread = Fraction(0)
        expected = check.expected
        if expected is not None and expected.low is not None and expected.high is not None:
            spread = max(abs(expected.high / scale - live.due), abs(live.due - expected.low / scale))
        allowed = own + spread
        if check.verdict is Verdict.INCONSISTENT:
            if gap > allowed:
                return allowed
            return Fraction(0) if gap else None
        return allowed if gap <= allowed else None


def _expression(operator: str, signs: Sequence[int], terms: Sequence[Term]) -> tuple[str, Fraction] | None:
    """What the other terms of a relation give, in the base unit: as a formula, and as a number."""
    used = [(sign, f"{_times(term)}", term.value * term.scale) for sign, term in zip(signs[1:], terms[1:], strict=True)]
    texts, values = [text for _, text, _ in used], [value for _, _, value in used]
    try:
        match operator, len(used):
            case "sum", _:
                plus = "".join(f"{'-' if sign < 0 else '+'}{text}" for sign, text, _ in used)
                return plus.removeprefix("+"), sum((sign * value for sign, _, value in used), Fraction(0))
            case "equal" | "at-most", 1:
                return texts[0], values[0]
            case "difference", 2:
                return f"{texts[0]}-{texts[1]}", values[0] - values[1]
            case "ratio", 2:
                return f"{texts[0]}/({texts[1]})", values[0] / values[1]
            case "rate", 2:
                return f"({texts[0]}-{texts[1]})/({texts[1]})", (values[0] - values[1]) / values[1]
            case "growth", 2:
                return f"{texts[0]}/({texts[1]}-{texts[0]})", values[0] / (values[1] - values[0])
            case "product", 2:
                return f"{texts[0]}*MIN(1,{texts[1]})", values[0] * min(Fraction(1), values[1])
            case "product", 3:
                return f"{texts[0]}*MIN(1,{texts[1]}/({texts[2]}))", values[0] * min(Fraction(1), values[1] / values[2])
    except ZeroDivisionError:
        return None
    return None


def _times(term: Term) -> str:
    return term.reference if term.scale == 1 else f"{term.reference}*{_written(term.scale)}"


def _scaled(expression: str, scale: Fraction) -> str:
    return expression if scale == 1 else f"({expression})/{_written(scale)}"


def _written(value: Fraction) -> str:
    """A number as a formula writes it."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.15g}" if value >= 0 else f"({float(value):.15g})"


def _column(index: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _digits(quantity: Quantity) -> str:
    """The number format that shows a figure with its printed decimals."""
    grouped = "#,##0" if "," in quantity.text or "，" in quantity.text else "0"
    return grouped + ("." + "0" * min(quantity.decimals, 20) if quantity.decimals > 0 else "")
