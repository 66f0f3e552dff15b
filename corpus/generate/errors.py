"""Errors as people make them, planted one at a time and several at once, each of them a provable contradiction, each with a label."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from generate.catalogue import rules
from generate.edits import Edit, Place, moved
from generate.ledger import Key
from generate.oracle import Conflict, Oracle
from generate.page import Document, Mark
from generate.printing import plain, rounded

KINDS = (
    "digit", "transposition", "decimal-shift", "unit", "direction", "stale-year", "last-year-value", "neighbour", "wrong-whole", "wrong-base",
    "wrong-subject", "lost-row", "doubled-row", "truncation", "count", "grade", "empty-table", "residue",
)  # fmt: skip


INDICATOR = re.compile(r"(得分|分值)\..+\.\d+$|项目\.")
"""Keys of the rows of an evaluation form that can get lost or be doubled."""


@dataclass(slots=True)
class Planted:
    """One error, in the coordinates of the clean document."""

    kind: str
    edits: list[Edit]
    place: Place
    printed: str
    """What stands there now."""
    true: str
    also: list[Place]
    """Other places that it contradicts."""
    relations: list[str]
    rules: list[str]
    measure: str
    blocks: set[int]
    """Blocks that it touches or leans on."""

    def label(self, edits: Iterable[Edit]) -> dict[str, Any]:
        """Its label in the document that these edits make."""
        edits = list(edits)
        place = moved(self.place, edits)
        also = [there for there in (moved(other, edits) for other in self.also) if there]
        for there in also:
            there["line"] += there.pop("extra", 0)
        return {
            "kind": self.kind, "place": place, "printed": self.printed, "true": self.true, "also": also, "relations": self.relations,
            "rules": self.rules, "measure": self.measure,
        }  # fmt: skip


def _place(mark: Mark) -> Place:
    return {"line": mark.line, "start": mark.start, "end": mark.end}


def _digits(text: str) -> list[int]:
    return [i for i, c in enumerate(text) if c.isdigit()]


class Planter:
    """Plants errors in one document."""

    def __init__(self, document: Document, random: Random) -> None:
        self.document = document
        self.random = random
        self.oracle = Oracle(document)
        self.marks = {mark.id: mark for mark in document.marks}
        self.numbers = [m for m in document.marks if m.figure and m.kind != "count" and plain(m.printed or "0")]
        self.by_line: dict[int, list[Mark]] = {}
        self.in_form: dict[tuple[str, int, int], Mark] = {}
        self.by_block: dict[int, list[Mark]] = {}
        for mark in document.marks:
            self.by_line.setdefault(mark.line, []).append(mark)
            self.by_block.setdefault(mark.block, []).append(mark)
            if mark.form and mark.figure:
                self.in_form[(mark.form, *mark.cell)] = mark

    # --- what contradicts what

    def _try(self, printed: dict[int, str], gone: Iterable[int] = ()) -> list[Conflict]:
        """The conflicts of the changed marks."""
        self.oracle.change(printed, gone)
        found = [conflict for identity in printed for conflict in self.oracle.conflicts(identity)]
        self.oracle.change()
        return found

    def _planted(self, kind: str, marks: list[Mark], texts: list[str], conflicts: list[Conflict], place: Place | None = None) -> Planted:
        edits = [{**_place(mark), "text": text} for mark, text in zip(marks, texts, strict=True)]
        own = {mark.id for mark in marks}
        others = [self.marks[i] for i in dict.fromkeys(i for conflict in conflicts for i in conflict.others) if i not in own]
        names: list[str] = []
        for conflict in conflicts:
            names += rules(conflict.relation, self.marks[conflict.mark], [self.marks[i] for i in conflict.others])
        first = marks[0]
        return Planted(
            kind, edits, place or _place(first), texts[0], first.printed, [_place(mark) for mark in others[:16]],
            sorted({conflict.relation for conflict in conflicts}), sorted(set(names)), " ".join(str(key) for key in first.keys),
            {mark.block for mark in (*marks, *others[:16])},
        )  # fmt: skip

    def _figure(self, kind: str, mark: Mark, text: str) -> Planted | None:
        """A figure that prints something else, if that contradicts anything."""
        if text == mark.printed or not text:
            return None
        value = plain(text)
        if value == plain(mark.printed) or (mark.kind == "score" and value > 1000):
            return None
        conflicts = self._try({mark.id: text})
        return self._planted(kind, [mark], [text], conflicts) if conflicts else None

    # --- the kinds

    def digit(self, mark: Mark) -> Planted | None:
        places = _digits(mark.printed)
        at = self.random.choice(places)
        wrong = self.random.choice([d for d in "123456789" if d != mark.printed[at]])
        return self._figure("digit", mark, mark.printed[:at] + wrong + mark.printed[at + 1 :])

    def transposition(self, mark: Mark) -> Planted | None:
        text = mark.printed
        pairs = [
            (a, b) for a, b in zip(_digits(text), _digits(text)[1:], strict=False) if text[a] != text[b] and not (a == 0 and text[b] == "0")
        ]
        if not pairs:
            return None
        a, b = self.random.choice(pairs)
        made = list(text)
        made[a], made[b] = made[b], made[a]
        return self._figure("transposition", mark, "".join(made))

    def decimal_shift(self, mark: Mark) -> Planted | None:
        text = mark.printed.replace(",", "")
        if "." not in text or mark.kind == "count":
            return None
        whole, part = text.split(".")
        if self.random.random() < 0.5 or len(whole) < 2:
            made = (whole + part[0]).lstrip("0") + ("." + part[1:] if part[1:] else "")
        else:
            made = whole[:-1] + "." + whole[-1] + part
        return self._figure("decimal-shift", mark, "0" + made if made.startswith(".") else made or "0")

    def unit(self, mark: Mark) -> Planted | None:
        word = self.marks.get(mark.id + 1)
        if not word or word.kind != "unit" or not word.other or word.line != mark.line:
            return None
        wrong = self.random.choice(word.other)
        power = {"元": 0, "万元": 4, "亿元": 8}
        factor = Fraction(10) ** (power[wrong] - power[word.printed])
        value = plain(mark.printed) * factor
        text = f"{rounded(value, 12):f}".rstrip("0").rstrip(".")
        conflicts = self._try({mark.id: text})
        if not conflicts:
            return None
        place = {"line": mark.line, "start": mark.start, "end": word.end + len(wrong) - len(word.printed)}
        made = self._planted("unit", [mark], [mark.printed], conflicts, place)
        made.edits = [{**_place(word), "text": wrong}]
        made.place = {"line": mark.line, "start": mark.start, "end": word.end}
        gap = self.document.lines[mark.line - 1][mark.end : word.start]
        made.printed, made.true = mark.printed + gap + wrong, mark.printed + gap + word.printed
        made.rules = sorted({*made.rules, "UN-02"})
        return made

    def direction(self, mark: Mark) -> Planted | None:
        """增加 for 减少: of one figure, or of change and rate alike."""
        if mark.kind not in ("change", "rate"):
            return None
        word = self.marks.get(mark.id - 1)
        if not word or word.kind != "direction" or word.line != mark.line:
            return None
        near = [m for m in self.by_block[mark.block] if m.kind in ("change", "rate") and m.keys == mark.keys and m.id != mark.id]
        partner = next((m for m in near if m.sentence == mark.sentence and self.marks[m.id - 1].kind == "direction"), None)
        both = partner is not None and self.random.random() < 0.3
        words = [word]
        relations: list[Conflict] = []
        if both:
            assert partner
            other = self.marks[partner.id - 1]
            if other.kind != "direction":
                return None
            words.append(other)
            if not self._flipped(mark, partner):
                return None
        elif not partner and not self._flipped(mark, None):
            return None
        figures = [mark] if not partner else [mark, partner]
        conflicts = [Conflict("direction", figure.id, ()) for figure in figures]
        made = self._planted("direction", words, [w.other[0] for w in words], [*relations, *conflicts])
        made.place = {"line": word.line, "start": word.start, "end": mark.end}
        made.also = [_place(figure) for figure in figures[1:]]
        made.relations, made.rules = ["direction"], ["DW-01", *(["NA-01"] if both else [])]
        made.blocks |= {mark.block}
        return made

    def _flipped(self, mark: Mark, partner: Mark | None) -> bool:
        """Whether the figures cannot be true with the opposite direction."""
        now, base = (self.oracle.known(key)[0] for key in mark.keys)
        if now[0] > base[1] or base[0] > now[1]:
            return True
        if partner is None or now[1] >= 10**29:
            return False
        change, rate = (mark, partner) if mark.kind == "change" else (partner, mark)
        up = self.document.books.ledger.values[mark.keys[0]] >= self.document.books.ledger.values[mark.keys[1]]
        low, high = self.oracle.span(change.id)
        first, last = self.oracle.span(rate.id)
        found = []
        for current in now:
            for delta in (low, high):
                start = current + delta if up else current - delta
                if start <= 0:
                    return True
                found.append(Fraction(delta) / start * 100)
        return max(found) < first or min(found) > last

    def stale_year(self, mark: Mark) -> Planted | None:
        if mark.kind != "year" or not mark.why:
            return None
        wrong = mark.other[0] if self.random.random() < 0.8 else mark.other[-1]
        made = self._planted("stale-year", [mark], [wrong], [])
        figures = [m for m in self.by_line.get(mark.line, ()) if m.figure and m.start >= mark.end and m.sentence == mark.sentence]
        made.also = [_place(figure) for figure in figures[:4]]
        made.relations, made.rules = ["year"], ["YL-01" if mark.why == "本年" else "YL-05"]
        return made

    def last_year_value(self, mark: Mark) -> Planted | None:
        if mark.kind != "amount":
            return None
        key = mark.keys[0].but(year=mark.keys[0].year - 1)
        fen = self.document.books.ledger.values.get(key, 0)
        return self._figure("last-year-value", mark, mark.style.number(Fraction(fen, mark.style.scale))) if fen else None

    def neighbour(self, mark: Mark) -> Planted | None:
        if mark.form:
            row, column = mark.cell
            near = [self.in_form.get((mark.form, row + i, column + j)) for i, j in ((1, 0), (-1, 0), (0, 1), (0, -1))]
            there = [m for m in near if m and m.kind == mark.kind and m.printed not in ("", "0", "0.00")]
        else:
            there = [m for m in self.by_block[mark.block] if m.kind == mark.kind and m.id != mark.id and m.style == mark.style]
            there = [m for m in there if m.printed not in ("0", "0.00")]
        return self._figure("neighbour", mark, self.random.choice(there).printed) if there else None

    def wrong_whole(self, mark: Mark) -> Planted | None:
        if mark.kind != "share":
            return None
        part, whole = mark.keys
        values = self.document.books.ledger.values
        wholes = [
            whole.but(flow="收入"),
            whole.but(flow="支出"),
            whole.but(part=""),
            *(whole.but(fund=f) for f in ("全部", "财政", "一般")),
        ]
        wholes.append(Key("总计", "", "", "全部", whole.stage, whole.year))
        made = [values[part] * 100 / Fraction(values[key]) for key in wholes if values.get(key) and key != whole]
        texts = {mark.style.number(value) for value in made if value <= 100}
        return self._figure("wrong-whole", mark, self.random.choice(sorted(texts))) if texts else None

    def wrong_base(self, mark: Mark) -> Planted | None:
        values = self.document.books.ledger.values
        if mark.kind == "rate":
            now, base = (values[key] for key in mark.keys)
            first = values.get(mark.keys[0].but(stage="年初预算"), 0)
            made = [Fraction(abs(now - base), now) if now else Fraction(0), Fraction(abs(now - first), first) if first else Fraction(0)]
        elif mark.kind == "completion":
            now, other = values[mark.keys[0]], mark.keys[1].but(stage="年初预算" if mark.keys[1].stage == "全年预算" else "全年预算")
            made = [Fraction(now, values[other]) if values.get(other) else Fraction(0)]
            last = values.get(mark.keys[0].but(year=mark.keys[0].year - 1), 0)
            made.append(Fraction(now, last) if last else Fraction(0))
        else:
            return None
        texts = {mark.style.number(value * 100) for value in made if value}
        return self._figure("wrong-base", mark, self.random.choice(sorted(texts))) if texts else None

    def truncation(self, mark: Mark) -> Planted | None:
        if mark.kind == "count" or mark.value is None or mark.style.trim:
            return None
        return self._figure("truncation", mark, mark.style.number(mark.value, cut=True))

    def count(self, mark: Mark) -> Planted | None:
        if mark.kind != "count":
            return None
        value = int(plain(mark.printed))
        wrong = self.random.choice([value + 1, value - 1, value + 2] if value > 1 else [value + 1, value + 2])
        made = self._figure("count", mark, str(wrong))
        if made is None and mark.note == "listed":
            made = self._planted("count", [mark], [str(wrong)], [])
            made.relations, made.rules = ["list-length"], ["CT-04"]
        return made

    def wrong_subject(self, mark: Mark) -> Planted | None:
        if mark.kind != "subject" or not mark.other:
            return None
        made = self._planted("wrong-subject", [mark], [self.random.choice(mark.other)], [])
        figures = [m for m in self.by_line.get(mark.line, ()) if m.figure and m.start >= mark.end]
        nearest = figures[: 1 + sum(m.sentence == mark.sentence and m.start - mark.end < 40 for m in figures[1:])]
        if not nearest or not any(m.keys[0] == mark.keys[0] for m in nearest):
            return None
        if len([i for i in self.oracle.by_key.get(mark.keys[0], ()) if self.marks[i].form]) == 0:
            return None
        if self._same_value(mark, made.edits[0]["text"], nearest):
            return None
        end = max(m.end for m in nearest[:3])
        made.place = {"line": mark.line, "start": mark.start, "end": end}
        made.relations, made.rules = ["subject"], ["NT-06", "LB-03"]
        return made

    def _same_value(self, mark: Mark, name: str, figures: list[Mark]) -> bool:
        """Whether the figures are right under the other name, too: both nothing, or by chance the same."""
        values = self.document.books.ledger.values
        named = [m.keys[0] for m in self.document.marks if m.kind == "subject" and m.printed == name and m.keys]
        there = {values.get(key, 0) for key in named if key._replace(item="") == mark.keys[0]._replace(item="")}
        mine = values.get(mark.keys[0], 0)
        return not mine or any(abs(mine - other) * 2 < figures[0].style.scale for other in there)

    def grade(self, mark: Mark) -> Planted | None:
        if mark.kind != "grade" or not mark.other:
            return None
        made = self._planted("grade", [mark], [self.random.choice(mark.other)], [])
        scores = self.oracle.by_key.get(mark.keys[0], []) if mark.keys else []
        made.also = [_place(self.marks[i]) for i in scores][:4]
        made.relations, made.rules = ["grade"], ["PF-06"]
        return made if scores else None

    def order(self, mark: Mark) -> Planted | None:
        """大于 for 小于."""
        if mark.kind != "order":
            return None
        made = self._planted("direction", [mark], [mark.other[0]], [])
        figures = [m for m in self.by_block[mark.block] if m.figure and m.line == mark.line and set(m.keys) & set(mark.keys)]
        made.also = [_place(figure) for figure in figures[:4]]
        made.relations, made.rules = ["order"], ["DW-02"]
        return made if figures else None

    def _rows(self) -> Iterator[tuple[str, int, list[Mark], list[int]]]:
        """(form, line, figures of the row, the sums of the ledger that need it) of rows that are parts of a sum in their table."""
        for table in self.document.tables:
            for line in table.lines:
                figures = [m for m in self.by_line.get(line, ()) if m.figure and plain(m.printed or "0") and m.kind in ("amount", "score")]
                needed = []
                for mark in figures:
                    for number in self.oracle.within.get(mark.keys[0], ()):
                        total, parts = self.oracle.sums[number]
                        item = mark.keys[0].item
                        if table.form.startswith(("自评表", "整体", "汇总")) and not INDICATOR.match(item):
                            continue
                        if item.startswith("功能.") and len(item) < 10 and table.form[2:4] not in ("01", "04"):
                            continue  # the 项 under a lost 款 still add up to the 类
                        if total == mark.keys[0] or len(parts) < 2 or mark.printed in ("", "0"):
                            continue
                        here = [i for i in self.oracle.by_key[total] if self.marks[i].form == table.form and self.marks[i].line != line]
                        mates = {self.marks[i].line for key in parts for i in self.oracle.by_key[key] if self.marks[i].form == table.form}
                        half = Fraction(1, 2 * 10**mark.style.decimals)
                        if here and len(mates) >= len(parts) and abs(plain(mark.printed)) > (len(parts) + 2) * 2 * half:
                            needed.append(number)
                if needed and len({m.cell[0] for m in figures}) == 1:
                    yield table.form, line, figures, needed

    def rows(self, doubled: bool) -> Planted | None:
        """A row of a table that is missing, or stands there twice."""
        candidates = [row for row in self._rows() if row[0] not in ("公开06表", "预算06表") or len(row[2]) < 2]
        if not candidates:
            return None
        form, line, figures, needed = self.random.choice(candidates)
        text = self.document.lines[line - 1]
        others = [self.marks[i] for n in needed for i in self.oracle.by_key[self.oracle.sums[n][0]]]
        others += [self.marks[i] for mark in figures for i in self.oracle.by_key[mark.keys[0]] if self.marks[i].line != line]
        others = [mark for mark in others if mark.line != line]
        totals = [mark for mark in others if mark.form == form]
        if not totals:
            return None
        conflict = Conflict("sum", totals[0].id, tuple(mark.id for mark in figures))
        made = self._planted("doubled-row" if doubled else "lost-row", [figures[0]], [""], [conflict])
        made.edits = [{"line": line, "insert": text} if doubled else {"line": line, "delete": True}]
        own = {"line": line, "start": 0, "end": len(text)}
        made.place = own if doubled else _place(totals[0])
        made.also = [_place(mark) for mark in {m.id: m for m in others}.values()][:16]
        if doubled:
            made.also = [{**own, "line": line, "extra": 1}, *made.also]
        made.printed, made.true = (text + "（重复）" if doubled else ""), text
        made.relations = ["sum"]
        form_rules = rules("sum", totals[0], figures)
        made.rules = sorted({*form_rules, *(["PF-04"] if form.startswith("自评表") else [])})
        made.blocks |= {mark.block for mark in others} | {figures[0].block}
        return made

    def empty_table(self) -> Planted | None:
        """A table whose figures are gone although the narrative states them."""
        texts = {}
        for table in self.document.tables:
            figures = [m for line in table.lines for m in self.by_line.get(line, ()) if m.figure]
            told = [
                self.marks[i] for m in figures if m.kind == "amount" and plain(m.printed or "0")
                for i in self.oracle.by_key[m.keys[0]] if not self.marks[i].form and plain(self.marks[i].printed or "0")
            ]  # fmt: skip
            if told and table.form.startswith(("公开0", "预算0")) and table.form[2:4] not in ("01", "04"):
                texts[table.form] = (table, figures, told)
        if not texts:
            return None
        form = self.random.choice(sorted(texts))
        table, figures, told = texts[form]
        made = self._planted("empty-table", [figures[0]], [""], [])
        made.edits = [{**_place(m), "text": ""} for m in figures]
        title = next(
            (n for n in range(table.lines[0] - 1, max(0, table.lines[0] - 12), -1) if self.document.lines[n - 1].strip()), table.lines[0]
        )
        made.place = {"line": table.lines[0], "start": 0, "end": len(self.document.lines[table.lines[0] - 1])}
        first = {"line": title, "start": 0, "end": len(self.document.lines[title - 1])}
        made.also = [first, *(_place(m) for m in {m.id: m for m in told}.values())][:16]
        made.also += [{"line": line, "start": 0, "end": 10**6} for line in table.lines]
        made.printed, made.true = "", f"{len(figures)}个数"
        made.relations, made.rules = ["empty-table"], ["ET-01"]
        made.blocks |= {m.block for m in told} | {figures[0].block}
        return made

    def residue(self, mark: Mark) -> Planted | None:
        """An unfilled slot or a word of the template."""
        if mark.form:
            return None
        ways: dict[str, Callable[[], tuple[Mark, str] | None]] = {
            "share": lambda: (mark, self.random.choice(("", "XX"))),
            "rate": lambda: (mark, self.random.choice(("", "XX"))),
            "completion": lambda: (mark, self.random.choice(("", "××"))),
            "amount": lambda: (mark, self.random.choice(("XX", "××"))),
            "change": lambda: (mark, self.random.choice(("", "XX"))),
            "count": lambda: (mark, self.random.choice(("", "X"))),
            "year": lambda: (mark, self.random.choice(("20XX", "202"))),
            "direction": lambda: (mark, f"{mark.printed}（{mark.other[0]}）"),
        }
        way = ways.get(mark.kind)
        made = way() if way else None
        if not made:
            return None
        planted = self._planted("residue", [made[0]], [made[1]], [])
        line = self.document.lines[mark.line - 1]
        planted.place = {"line": mark.line, "start": max(0, mark.start - 6), "end": min(len(line), mark.end + 4)}
        planted.relations, planted.rules = ["template"], ["TP-05" if made[1] == "" else "TP-06"]
        return planted

    # --- choosing

    def plant(self, kind: str, tries: int = 40) -> Planted | None:
        """One error of a kind, or None if the document has no place for it."""
        if kind in ("lost-row", "doubled-row"):
            return self.rows(kind == "doubled-row")
        if kind == "empty-table":
            return self.empty_table()
        one: Callable[[Mark], Planted | None] = getattr(self, kind.replace("-", "_"))
        pools: dict[str, Callable[[Mark], bool]] = {
            "unit": lambda m: m.kind in ("amount", "change") and not m.form, "direction": lambda m: m.kind in ("change", "rate", "order"),
            "stale-year": lambda m: m.kind == "year" and bool(m.why), "last-year-value": lambda m: m.kind == "amount",
            "wrong-whole": lambda m: m.kind == "share", "wrong-base": lambda m: m.kind in ("rate", "completion"),
            "wrong-subject": lambda m: m.kind == "subject", "count": lambda m: m.kind == "count", "grade": lambda m: m.kind == "grade",
            "residue": lambda m: not m.form and m.kind in ("share", "rate", "completion", "amount", "change", "count", "year", "direction"),
        }  # fmt: skip
        pool = pools.get(kind)
        found = self.numbers if pool is None else [*filter(pool, self.document.marks)]
        tables, texts = [m for m in found if m.form], [m for m in found if not m.form]
        for _ in range(tries):
            choice = texts if texts and (not tables or self.random.random() < 0.6) else tables
            if not choice:
                return None
            mark = self.random.choice(choice)
            made: Planted | None = self.order(mark) if mark.kind == "order" else one(mark)
            if made:
                return made
        return None

    def single(self, number: int, start: int) -> list[Planted]:
        """Errors of different kinds, each for a copy of its own; kinds take turns from ``start``."""
        found: list[Planted] = []
        seen: set[str] = set()
        for turn in range(len(KINDS) * 2):
            if len(found) == number:
                break
            made = self.plant(KINDS[(start + turn) % len(KINDS)])
            if made and str(made.edits) not in seen:
                seen.add(str(made.edits))
                found.append(made)
        return found

    def several(self, number: int) -> list[Planted]:
        """Errors that can stand in one copy: none of them touches what another one leans on."""
        found: list[Planted] = []
        taken: set[int] = set()
        kinds = [kind for kind in KINDS if kind not in ("lost-row", "doubled-row", "empty-table")] * 2
        self.random.shuffle(kinds)
        for kind in kinds:
            made = self.plant(kind, 12) if len(found) < number else None
            if made and not made.blocks & taken:
                taken |= made.blocks
                found.append(made)
        return found
