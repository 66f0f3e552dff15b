"""Words for people: the small message catalogue of the reports, places and measures in words, numbers as strings.

Rules bring their own sentences (``Check.message``, ``Check.message_en``); everything else that a report says stands here,
once in Chinese and once in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from auditor import lexicon
from auditor.model import Aspects, Audit, Cell, Check, Claim, Diagnosis, Evidence, Finding, Location, Quantity, Review

LANGUAGES = ("zh", "en")

_MESSAGES: Mapping[str, tuple[str, str]] = {
    "product": ("勾稽", "Gouji"),
    "subtitle": ("决算与预算公开文本核对", "consistency audit of public-finance disclosures"),
    "file": ("文件", "File"),
    "organization": ("单位", "Organization"),
    "year": ("年度", "Year"),
    "genre": ("体裁", "Genre"),
    "pages": ("页数", "Pages"),
    "tables": ("表格", "Tables"),
    "figures": ("陈述数", "Figures"),
    "unknown": ("未识别", "unknown"),
    "table-count": ("{n} 张表", "{n} table(s)"),
    "figure-count": ("{n} 个陈述数", "{n} figure(s)"),
    "error": ("错误", "Error"),
    "warning": ("警告", "Warning"),
    "note": ("提示", "Note"),
    "findings": ("发现的问题", "Findings"),
    "finding": ("问题", "Finding"),
    "more": ("另有 {n} 条问题未列出，见完整报告。", "{n} more findings are not listed; see the full report."),
    "no-findings": ("没有发现互相矛盾的数字。", "No contradictions found."),
    "no-figures": ("正文里没有可核对的数字。", "The narrative states no figures that could be checked."),
    "hidden": (
        "另有 {n} 条{level}未列出（--level {option} 可列出）。",
        "{n} more of level {level} not listed (--level {option} lists them).",
    ),
    "claimed": ("列示", "Printed"),
    "sentence": ("原文", "Text"),
    "expected": ("应为", "Expected"),
    "evidence-of": ("问题 {n} 的依据 {position}", "evidence {position} of finding {n}"),
    "formula": ("算式", "Formula"),
    "evidence": ("依据", "Evidence"),
    "diagnosis": ("疑为", "Suspect"),
    "diagnoses": ("疑似的笔误", "Probable slips"),
    "explains": ("可解释问题 {n}", "explains {n}"),
    "also-wrong": ("同样应改", "likewise"),
    "or": ("或", "or"),
    "not-there": ("（无）", "(nothing)"),
    "diagnosed": ("{printed} → {suggested}（{cause}，把握 {confidence}）", "{printed} → {suggested} ({cause}, confidence {confidence})"),
    "waived": ("已豁免", "Waived"),
    "review": ("复核", "Review"),
    "confirmed": ("确认", "confirmed"),
    "false-alarm": ("误报", "false alarm"),
    "fixed": ("已改", "fixed"),
    "accepted": ("接受", "accepted"),
    "rule": ("规则", "Rule"),
    "coverage": ("覆盖率", "Coverage"),
    "coverage-line": (
        "{checked} / {figures} 个陈述数已核对，覆盖率 {coverage}",
        "{checked} of {figures} figures checked, coverage {coverage}",
    ),
    "checked-line": ("{checked} / {figures} 个陈述数已核对", "{checked} of {figures} figures checked"),
    "consistent": ("一致", "consistent"),
    "rounding": ("舍入差", "rounding"),
    "inconsistent": ("不一致", "inconsistent"),
    "unchecked": ("未核对", "unchecked"),
    "undecided": ("无法判断", "undecided"),
    "unchecked-heading": ("未核对的数字", "Figures that were not checked"),
    "faults": ("没有审到的部分", "Not audited"),
    "faults-explained": (
        "以下部分没有审到，不能视为通过：",
        "The following was not audited and must not be taken as passed:",
    ),
    "notices": ("阅读说明", "Notices"),
    "same-passage": ("同段", "same passage"),
    "line": ("第{n}行", "line {n}"),
    "page": ("第{n}页", "page {n}"),
    "character": ("第{n}字", "character {n}"),
    "paragraph": ("第{n}段", "paragraph {n}"),
    "sheet": ("工作表{n}", "sheet {n}"),
    "tablecell": ("{table} 第{row}行第{column}列", "{table} row {row} column {column}"),
    "sheets": ("原页", "Pages as printed"),
    "sheets-explained": (
        "附有图像的是问题及其依据所在的页；点框看它核对了什么。",
        "Pictured are the pages of findings and their evidence; a box tells what its number was checked against.",
    ),
    "sheets-hint": ("在正文旁边看原页", "Show the printed pages beside the text"),
    "sheet-of": ("原件第{n}页", "page {n} as printed"),
    "see-sheet": ("看原页", "as printed"),
    "enlarge": ("放大", "Enlarge"),
    "to-finding": ("问题 {n}", "finding {n}"),
    "evidence-cell": ("问题所依据的单元格", "cell that a finding rests on"),
    "contents": ("目录", "Contents"),
    "unit": ("单位：{n}", "Unit: {n}"),
    "top": ("回到顶部", "Back to top"),
    "skip": ("跳到正文", "Skip to the document"),
    "skip-findings": ("跳到问题", "Skip to the findings"),
    "skip-ledger": ("跳到台账", "Skip to the ledger"),
    "keys": ("快捷键", "Keys"),
    "key-next": ("下一个、上一个问题", "next, previous finding"),
    "key-enter": ("打开问题；再按转到原文", "open the finding; again: go to the text"),
    "key-evidence": ("上一处、下一处依据", "previous, next piece of evidence"),
    "key-number": ("下一个、上一个数字，回车看它核对了什么", "next, previous number; Enter shows what it was checked against"),
    "key-search": ("查找问题", "search the findings"),
    "key-mark": ("标记为确认、误报、已改", "mark as confirmed, false alarm, fixed"),
    "key-escape": ("关闭，回到问题", "close, back to the finding"),
    "chart": ("各部分数字的核对结果", "Verdicts by section"),
    "unchecked-why": ("没有核对的数字及原因", "What was not checked, and why"),
    "no-section": ("（不属于任何章节）", "(in no section)"),
    "filter": ("筛选", "Filter"),
    "search": ("查找文字、数字、编号…", "Search words, numbers, ids…"),
    "more-filters": ("按规则、章节、诊断、复核筛选", "By rule, section, diagnosis, review"),
    "all": ("全部", "all"),
    "unmarked": ("未标记", "not marked"),
    "remark": ("说明（写入豁免文件）", "Remark (goes into the waiver file)"),
    "reviewer": ("复核人", "Reviewer"),
    "export-toml": ("导出豁免", "Export waivers"),
    "export-toml-hint": ("供 auditor check --waivers 使用", "for auditor check --waivers"),
    "export-json": ("导出 JSON", "Export JSON"),
    "import": ("导入", "Import"),
    "none-left": ("没有符合条件的问题。", "No finding matches."),
    "ledger": ("数字台账", "Ledger of all figures"),
    "ledger-explained": (
        "正文里的每一个数字、它指什么、核对的结果和依据；点编号看原文。",
        "Every figure of the narrative, what it states, what became of it and on what basis; its id leads to the text.",
    ),
    "number": ("数字", "Number"),
    "period": ("期间", "Period"),
    "figure-kind": ("种类", "Kind"),
    "verdict": ("结论", "Verdict"),
    "basis": ("依据或原因", "Basis or reason"),
    "row-count": ("{n} 行", "{n} rows"),
    "resolves": ("可解释 {n} 个问题", "explains {n} findings"),
    "pager": ("逐个查看问题", "Step through the findings"),
    "overview": ("概况", "Overview"),
    "findings-sheet": ("问题", "Findings"),
    "slips-sheet": ("疑似笔误", "Slips"),
    "ledger-sheet": ("台账", "Ledger"),
    "checks-sheet": ("核对", "Checks"),
    "checks": ("核对", "Checks"),
    "to-number": ("序号", "No."),
    "suggested": ("建议改为", "Suggested"),
    "cause": ("说明", "Explanation"),
    "confidence": ("把握", "Confidence"),
    "explained-findings": ("可解释的问题", "Findings explained"),
    "remark-short": ("复核说明", "Remark"),
    "base-units": ("换算", "Base units"),
    "base-value": ("基本单位值", "Value in base units"),
    "recomputed": ("重算", "Recomputed"),
    "difference": ("差额", "Difference"),
    "allowed": ("允许差", "Allowed"),
    "live-verdict": ("重算结论", "Live verdict"),
    "what": ("列示的数", "What is claimed"),
    "workpaper-how": ("怎样使用", "How to use this workpaper"),
    "workpaper-explained": (
        "“核对”表逐条列出全部核对，其中的列示、重算、差额、重算结论是公式，引用“台账”和各表（T1、T2…）的数字；改动那里的数字，结论随之重算。"
        "允许差是各数四舍五入所能造成的最大差额。没有公式的行不是算术核对（如等级、名称），或含约数。“问题”表的复核三列供填写。",
        "The sheet of checks lists every check; its claimed, recomputed, difference and live verdict are formulas over the ledger and the "
        "tables (T1, T2 …): change a number there and they follow. Allowed is what rounding can account for. Rows without formulas are no "
        "arithmetic (grades, names), or hold approximate numbers. The last columns of the findings are for the reviewer.",
    ),
    "previous": ("上一个", "Previous"),
    "next": ("下一个", "Next"),
    "shown": ("{n} / {total}", "{n} / {total}"),
    "some-left": ("已复核 {n} / {total}", "{n} of {total} reviewed"),
    "auto": ("外观：自动", "Theme: auto"),
    "light": ("外观：浅色", "Theme: light"),
    "dark": ("外观：深色", "Theme: dark"),
    "theme": ("切换浅色、深色", "Switch between light and dark"),
    "close": ("关闭", "Close"),
    "no-check": ("没有规则用到这个单元格。", "No rule uses this cell."),
    "no-manual": ("这条规则没有说明。", "This rule has no manual page."),
    "all-figures": ("在台账中查看", "In the ledger"),
    "exported": ("已导出 {n} 条复核", "{n} reviews exported"),
    "imported": ("已导入 {n} 条复核", "{n} reviews imported"),
    "bad-file": ("这个文件不是复核记录", "This file holds no reviews"),
    "memory": ("浏览器不允许保存；离开前请导出", "The browser does not keep marks; export them before you leave"),
    "id": ("编号", "Id"),
    "title": ("标题", "Title"),
    "kind": ("类型", "Kind"),
    "level": ("级别", "Level"),
    "unit-head": ("单位", "Unit"),
    "size": ("行×列", "Rows × columns"),
    "place": ("位置", "Place"),
    "text": ("文字", "Text"),
    "section": ("章节", "Section"),
    "passages": ("段落", "Passages"),
    "measure": ("指标", "Measure"),
    "base": ("基数", "Base"),
    "value": ("数值", "Value"),
    "role": ("角色", "Role"),
    "score": ("得分", "Score"),
    "cell": ("单元格", "Cell"),
    "reasons": ("理由", "Reasons"),
    "form": ("表号", "Form"),
    "catalogue": ("目录编号", "Catalogue"),
    "linked": ("{linked} 个陈述数已对应到单元格，{unlinked} 个没有", "{linked} figures linked to cells, {unlinked} not"),
    "total-documents": ("共 {documents} 份文档：{summary}", "{documents} documents: {summary}"),
}

_GENRES: Mapping[str, str] = {
    "project-performance": "project performance self-evaluation",
    "performance": "performance self-evaluation",
    "execution-report": "budget execution report",
    "unit-final-accounts": "unit final accounts",
    "department-final-accounts": "department final accounts",
    "department-budget": "department budget",
    "bulletin": "statistical bulletin",
    "unknown": "unknown genre",
}
"""English names; the Chinese ones stand in lexicons/genres.yaml."""

_KINDS: Mapping[str, tuple[str, str]] = {
    "amount": ("金额", "amount"),
    "change": ("增减额", "change"),
    "rate": ("增减率", "rate of change"),
    "share": ("占比", "share"),
    "completion": ("完成率", "completion"),
    "count": ("数量", "count"),
    "score": ("得分", "score"),
    "grade": ("等级", "grade"),
    "ratio": ("比率", "ratio"),
    "points": ("百分点", "percentage points"),
    "unit-value": ("单位值", "unit value"),
    "threshold": ("限额", "threshold"),
    "flat": ("持平", "no change"),
    "none": ("无此项", "none"),
    "order": ("大小", "order"),
    "other": ("其他", "other"),
}

_CAUSES: Mapping[str, tuple[str, str]] = {
    "digit": ("某位数字有误", "a wrong digit"),
    "transposition": ("相邻数字颠倒", "transposed digits"),
    "decimal-shift": ("小数点移位", "shifted decimal point"),
    "unit": ("单位有误", "wrong unit"),
    "sign": ("正负或增减颠倒", "wrong sign"),
    "stale": ("沿用旧数", "stale figure"),
    "truncation": ("截断而未四舍五入", "cut off instead of rounded"),
    "row-shift": ("错抄邻行", "neighbour's row"),
    "lost-row": ("漏列一行", "a row was lost"),
    "doubled-row": ("一行重复", "a row stands twice"),
    "name": ("写错了项目", "wrong item"),
    "unknown": ("原因不明", "cause unknown"),
}

_STAGES: Mapping[str, tuple[str, str]] = {
    "read": ("读取", "read"),
    "extract": ("提取", "extract"),
    "link": ("对应", "link"),
    "check": ("核对", "check"),
    "diagnose": ("诊断", "diagnose"),
    "report": ("报告", "report"),
}


def _pick(pair: tuple[str, str], lang: str) -> str:
    return pair[LANGUAGES.index(lang)]


def say(key: str, lang: str = "zh", **values: object) -> str:
    """The message ``key`` of the catalogue, filled in."""
    text = _pick(_MESSAGES[key], lang)
    return text.format(**values) if values else text


def genre(name: str, lang: str = "zh") -> str:
    """A genre in words; the id itself where nothing names it."""
    if lang == "en":
        return _GENRES.get(name, name)
    names = {row["id"]: row["name"] for row in lexicon.load("genres")["genres"]}
    return str(names.get(name, say("unknown") if name == "unknown" else name))


def kind(name: str, lang: str = "zh") -> str:
    """What a figure states, in words."""
    return _pick(_KINDS.get(name, (name, name)), lang)


def cause(name: str, lang: str = "zh") -> str:
    """How a slip looks, in words."""
    return _pick(_CAUSES.get(name, (name, name)), lang)


def stage(name: str, lang: str = "zh") -> str:
    """A stage of the audit, in words."""
    return _pick(_STAGES.get(name, (name, name)), lang)


def decided(review: Review, lang: str = "zh") -> str:
    """A reviewer's decision with its signature and reason: ``误报（张三，2024-09-30）：口径不同``."""
    signed = ("，" if lang == "zh" else ", ").join(filter(None, (review.who, review.when)))
    brackets, colon = ("（{}）", "：") if lang == "zh" else (" ({})", ": ")
    return say(review.decision.value, lang) + (brackets.format(signed) if signed else "") + (colon + review.why if review.why else "")


def message(check: Check, lang: str = "zh") -> str:
    """What a check found, in the language of the report; Chinese where the rule has no English sentence."""
    return (check.message_en or check.message) if lang == "en" else check.message


def visible(text: str, *, keep: str = "") -> str:
    """A text of the document that cannot hide anything or steer what shows it.

    Control characters, which no format can hold, become a mark; so do those that turn the direction of the text, with their
    number; ``keep`` names those that stay. Line breaks and tabs become blanks.
    """
    return _UNSEEN.sub(lambda match: match[0] if match[0] in keep else _mark(match[0]), text)


def _mark(character: str) -> str:
    if character in "\t\n\r\x0b\x0c\x85\u2028\u2029":
        return " "
    return f"⟨U+{ord(character):04X}⟩" if character in _TURNING else "\N{REPLACEMENT CHARACTER}"


def shorten(text: str, length: int) -> str:
    """The text, cut with an ellipsis where it is longer than ``length`` characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def percent(share: float) -> str:
    """A share between 0 and 1 with one decimal, never rounded up to 100.0% nor down to 0.0%."""
    tenths = round(share * 1000)
    if share < 1:
        tenths = min(tenths, 999)
    if share > 0:
        tenths = max(tenths, 1)
    return f"{tenths / 10:.1f}%"


def place(location: Location, lang: str = "zh", beside: Location | None = None) -> str:
    """Where something stands, in words and numbers: ``第三部分 一、第1段 · 第103行第12字``.

    Words that are those of ``beside`` — the claim that this is the evidence for — are not said twice.
    """
    same = beside is not None and location.table is None and bool(location.label) and location.label == beside.label
    words = [say("same-passage", lang) if same else location.label] if location.label else []
    if location.file is not None and (beside is None or beside.file != location.file):
        words.append(location.file)
    if location.page is not None:
        words.append(say("page", lang, n=location.page))
    spot = ""
    if location.line is not None:
        spot = say("line", lang, n=location.line)
    elif location.sheet is not None:
        spot = say("sheet", lang, n=location.sheet) + (f"!{location.cell}" if location.cell else "")
    elif location.paragraph is not None:
        spot = say("paragraph", lang, n=location.paragraph)
    elif not location.label and location.table is not None and location.row is not None and location.column is not None:
        spot = say("tablecell", lang, table=location.table, row=location.row + 1, column=location.column + 1)
    if spot and location.start is not None and location.sheet is None:
        spot += ("" if lang == "zh" else ", ") + say("character", lang, n=location.start + 1)
    return " · ".join([*words, spot] if spot else words)


@lexicon.kept
def _code_names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for row in lexicon.codes("functions"):
        names.setdefault("功能." + row["code"], row["name"])
    for row in lexicon.codes("economics"):
        if row.get("system") == "部门" or "经济." + row["code"] not in names:
            names["经济." + row["code"]] = row["name"]
    return names


def measure(aspects: Aspects, subject: str = "") -> str:
    """What is measured, in words and without its year: ``收入总计``, ``一般公共预算基本支出``; ``subject`` where nothing is known."""
    name = _code_names().get(aspects.measure) or aspects.measure.rpartition(".")[2]
    if aspects.measure in ("合计", "总计"):
        name = aspects.part or aspects.flow + aspects.measure
    elif aspects.part and aspects.part != name:
        name = f"{name}·{aspects.part}"
    if not name:
        return subject
    scope = aspects.scope if aspects.scope and aspects.scope != "全口径" and not name.startswith(aspects.scope) else ""
    entity = f"{aspects.entity}·" if aspects.entity and aspects.entity not in name else ""
    return f"{entity}{scope}{name}"


def decimal(value: Fraction, places: int = 12, *, up: bool = False) -> str:
    """An exact number as a plain decimal string; one that does not end is cut at ``places``, downwards or ``up``."""
    whole, rest = divmod(abs(value.numerator) * 10**places, value.denominator)
    if rest and up != (value < 0):
        whole += 1
    digits = f"{whole:0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".") if places else digits
    return f"-{text}" if value < 0 and text != "0" else text


def plain(value: Decimal) -> str:
    """A decimal number without an exponent, its trailing zeros kept as printed."""
    return f"{value:f}"


def by_reason(audit: Audit) -> list[tuple[str, list[str]]]:
    """(reason, ids of the figures that were not checked for it), the most frequent first, then in reading order."""
    found: dict[str, list[str]] = {}
    for claim in audit.figures:
        verdict, reason = audit.verdicts[claim.id]
        if verdict == "unchecked":
            found.setdefault(reason, []).append(claim.id)
    return sorted(found.items(), key=lambda entry: -len(entry[1]))


def note(finding: Finding, lookup: Lookup, lang: str = "zh", titles: Mapping[str, str] | None = None, *, most: int = 8) -> str:
    """A finding as a note beside its figure: what is wrong, what it should be, by what formula and evidence, a line each."""
    check = finding.check
    suspects = [suspected(diagnosis, lang) for diagnosis in lookup.explaining(finding)]
    title = (titles or {}).get(check.rule, "")
    rows = [
        ("claimed", lookup.claimed(check.reported)),
        ("expected", check.display),
        ("formula", check.formula),
        *(("evidence", f"{e.text}  {place(e.location, lang, check.reported.location) or e.label}") for e in check.using[:most]),
        ("evidence", f"+{len(check.using) - most}" if len(check.using) > most else ""),
        ("diagnosis", f" {say('or', lang)} ".join(suspects)),
        ("review", decided(finding.review, lang) if finding.review is not None else finding.waived),
        ("rule", f"{check.rule} {title}".strip()),
    ]
    colon = "：" if lang == "zh" else ": "
    head = f"[{say(finding.level.value, lang)}] {message(check, lang) or finding.message}"
    return "\n".join([head, *(say(key, lang) + colon + value for key, value in rows if value), f"[{finding.id}]"])


def suspected(diagnosis: Diagnosis, lang: str = "zh") -> str:
    """A diagnosis in words: what is printed, what it should be, how the slip looks, and how sure that is."""
    confidence = f"{diagnosis.confidence:.0%}"
    words = cause(diagnosis.cause, lang)
    printed = diagnosis.printed or say("not-there", lang)
    return say("diagnosed", lang, printed=printed, suggested=diagnosis.suggested, cause=words, confidence=confidence)


_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that turn the direction of the text behind them."""
_UNSEEN = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff{_TURNING}]")
STEERING = re.compile(f"[\x7f-\x9f\ud800-\udfff\u2028\u2029{_TURNING}]")
"""What no file can hold, or what turns the text behind it; JSON can write it otherwise."""
_UNBROKEN = re.compile(r"[\w.,，．%][\d.．%]|\d[\w.,%]", re.ASCII)
_NUMBER = re.compile(r"[-+－−]?\d[\d,，]*(?:[.．]\d+)?")


class Lookup:
    """Claims and cells of an audit by their ids, built once for a report."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self.claims: dict[str, Claim] = {claim.id: claim for claim in audit.claims}
        wanted = {e.cell for check in audit.checks for e in (check.reported, *check.using) if e.cell}
        self.cells: dict[str, Cell] = (
            {cell.id: cell for table in audit.document.tables for cell in table.cells if cell.id in wanted} if wanted else {}
        )
        self._diagnosis = {resolved: diagnosis.id for diagnosis in reversed(audit.diagnoses) for resolved in diagnosis.resolves}
        self.diagnoses = {diagnosis.id: diagnosis for diagnosis in audit.diagnoses}

    def quantity(self, evidence: Evidence) -> Quantity | None:
        """The quantity behind a piece of evidence, ``None`` when it is a word."""
        if evidence.figure in self.claims:
            return self.claims[evidence.figure].quantity
        cell = self.cells.get(evidence.cell)
        return cell.quantity if cell is not None else None

    def value(self, evidence: Evidence) -> str | None:
        """The printed number of a piece of evidence, without separators and unit; ``None`` when it is a word."""
        quantity = self.quantity(evidence)
        if quantity is not None:
            return plain(quantity.value)
        found = _NUMBER.search(evidence.text)
        if found is None:
            return None
        return found[0].translate({ord(","): None, ord("，"): None, ord("．"): ".", ord("－"): "-", ord("−"): "-", ord("+"): None})

    def claimed(self, evidence: Evidence) -> str:
        """The claim as printed, with the direction word right before it: ``增长112.11%``."""
        claim = self.claims.get(evidence.figure)
        if claim is None or claim.direction_span is None:
            return evidence.text
        first, last = claim.direction_span
        if first < last <= claim.start <= last + 2 and evidence.text == claim.text:
            return claim.passage.text[first : claim.end]
        return evidence.text

    def diagnosis(self, finding: Finding) -> str:
        """Id of the diagnosis that explains a finding, empty without one."""
        return finding.diagnosis or self._diagnosis.get(finding.id, "")

    def explaining(self, finding: Finding) -> list[Diagnosis]:
        """All diagnoses that explain a finding, the likeliest first."""
        best = self.diagnosis(finding)
        found = [d for d in self.audit.diagnoses if d.id == best or finding.id in d.resolves]
        return sorted(found, key=lambda d: (d.id != best, -d.confidence))

    def boxes(self, evidence: Evidence) -> tuple[tuple[float, float, float, float], ...]:
        """Where a figure stands on its page; a box more for what the end of a line has pushed to the next."""
        where = evidence.location
        if where.bbox is None:
            return ()
        claim = self.claims.get(evidence.figure)
        further = []
        if claim is not None:
            for run in claim.passage.runs:
                if claim.start < run.start < claim.end and run.page == where.page:
                    further.append(claim.passage.locate(run.start, min(run.end, claim.end)).bbox)
        return (where.bbox, *(box for box in further if box is not None))

    def sentence(self, evidence: Evidence, around: int = 48) -> tuple[str, str, str] | None:
        """The words before a claim, the claim, and the words behind it in its sentence; ``None`` for cells."""
        claim = self.claims.get(evidence.figure)
        if claim is None:
            return None
        text = claim.passage.text
        first, last = claim.sentence if claim.sentence != (0, 0) else (0, len(text))
        left, right = max(first, claim.start - around), min(last, claim.end + around)
        while left > first and _UNBROKEN.match(text[left - 1 : left + 1]):
            left -= 1
        while right < last and _UNBROKEN.match(text[right - 1 : right + 1]):
            right += 1
        before = ("…" if left > first else "") + text[left : claim.start]
        behind = text[claim.end : right] + ("…" if right < last else "")
        return before.lstrip(), text[claim.start : claim.end], behind.rstrip()
