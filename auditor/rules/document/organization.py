"""The reporting unit is called by one name, on the cover, above the tables and in the text.

Names may be shortened (人大常委会, 区委), may drop the upper place, and may carry （本级）; lexicons/orgs.tsv says which names mean the same unit. A name that differs from that
of the cover in one or two characters was mistyped; a name of another unit above one of many tables was left over from another file.

Source: catalogue LB-01; lexicons/orgs.tsv.

Inconsistent::

    # 青川市路灯管理局2023年度部门决算

    收入决算表

    部门：青川市路灯管理局 金额单位：万元

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 98.00 | 2.00 |

    支出决算表

    部门：青川市路灯管局 金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 60.00 | 40.00 |

    一、收入支出决算总体情况说明
    青川市路灯管理局2023年度收入总计100.00万元。

Consistent::

    # 青川市路灯管理局2023年度部门决算

    支出决算表

    部门：青川市路灯管理局（本级） 金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 60.00 | 40.00 |

    一、收入支出决算总体情况说明
    市路灯管理局2023年度收入总计100.00万元。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import body, lexicon, matched, pattern, plain
from auditor.lexicon import codes, kept, worded
from auditor.model import Check, Document, Evidence, Level, Verdict

rule = Rule(
    __name__,
    title="单位名称前后一致",
    title_en="The reporting unit is called by one name",
    catalogue=("LB-01",),
    level=Level.WARNING,
)
_OPENING = regex.compile(
    r"(?:^|(?<=[。;,:]))(?P<name>[\u4e00-\u9fff()]{4,36}?)(?=20\d\d年度?(?:部门|单位|本级)?(?:收入|支出|收、支|收支|财政拨款|决算|预算|一般公共|无|没有|政府))"
)
_LEADING = "^{before_names}"
_STRIP = r"\({name_remarks}\)|^\d{3,9}[-—]?|(?:部门|单位)?(?:决算|预算)$|[\s\"《》]"
_COUNTED = frozenset("一二三四五六七八九十0123456789东南西北中上下左右新老")
"""Characters that tell units of one kind apart: 第一小学, 城东分局."""


def _bare(name: str) -> str:
    return regex.sub(r"[()]", "", worded(_STRIP).sub("", plain(name).text))


@kept
def _excuses() -> tuple[tuple[regex.Pattern[str], regex.Pattern[str]], ...]:
    """(short form, full form) of each rule of lexicons/orgs.tsv that says that two names mean the same unit."""
    found = []
    for row in codes("orgs"):
        if row["relation"] not in ("abbrev", "same-unit", "same", "variant") or not row["canonical"]:
            continue
        short, full = (regex.sub(r"\{\w+\}", ".{0,16}?", row[key]) for key in ("pattern", "canonical"))
        try:
            found.append((regex.compile(short), regex.compile(regex.sub(r"\\g<\w+>|\\\d", ".{1,12}", full))))
        except regex.error:
            continue
    return tuple(found)


def _means(one: str, other: str) -> bool:
    """Whether two names may mean the same unit: one in the other, one the other with letters left out, or by the lexicon."""
    short, long = sorted((_bare(one), _bare(other)), key=len)
    if short in long or not short:
        return True
    letters = iter(long)
    if len(long) - len(short) > 2 and all(letter in letters for letter in short):
        return True
    return any(a.search(short) and b.search(long) or a.search(long) and b.search(short) for a, b in _excuses())


def _slip(name: str, right: str) -> bool:
    """Whether a name is the right one with one or two characters mistyped, none of which tells units apart."""
    edits = [(i, j, k, m) for tag, i, j, k, m in SequenceMatcher(None, name, right, autojunk=False).get_opcodes() if tag != "equal"]
    changed = "".join(name[i:j] + right[k:m] for i, j, k, m in edits)
    size = sum(max(j - i, m - k) for i, j, k, m in edits)
    inside = all(m < len(right) for _, _, _, m in edits) and not right.endswith(name)
    return 0 < size <= 2 and len(right) >= 6 and inside and not set(changed) & _COUNTED


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    found = [*_labels(document), *_openings(document)]
    right = _bare(document.organization)
    votes = Counter(_bare(name) for name, _ in found)
    if not found or len(right) < 4:
        return
    if sum(count for name, count in votes.items() if _means(name, right)) * 2 < len(found):
        yield rule.undecided(found[0][1], "多数表格与段落写的是别的单位，文件可能汇集了几个单位的公开")
        return
    for name, said in found:
        bare = _bare(name)
        if bare == right or (_means(bare, right) and not _slip(bare, right)):
            yield rule.result(Verdict.CONSISTENT, said)
        elif _slip(bare, right) and votes[bare] * 3 <= len(found):
            yield _other(said, document.organization, Level.WARNING)
        elif votes[bare] * 3 <= len(found) and not _part(bare, right):
            yield _other(said, document.organization, Level.NOTE)
        else:
            yield rule.undecided(said, "可能是所属单位或上级单位的名称")


def _part(one: str, other: str) -> bool:
    """Whether two names begin alike, as a department and its units do."""
    return one[:3] == other[:3]


def _other(said: Evidence, right: str, level: Level) -> Check:
    return rule.result(
        Verdict.INCONSISTENT,
        said,
        display=right,
        level=level,
        message=f"单位名称作“{said.text.strip()}”，封面与其他各处作“{right}”",
        message_en=f"The unit is called “{said.text.strip()}” here and “{right}” elsewhere",
    )


def _labels(document: Document) -> Iterator[tuple[str, Evidence]]:
    """The names behind 部门： above tables."""
    labels = "|".join(map(regex.escape, sorted(lexicon()["own_unit_labels"], key=len, reverse=True)))
    words = regex.compile(rf"^(?:{labels}):(?P<name>[^:]{{4,40}}?)(?=20\d\d年|(?:金额|计量|货币)?单位:|\(?(?:公开|单位)|$)")
    for passage in document.passages:
        if passage.table is None and len(passage.text) < 120:
            match = words.search(plain(passage.text).text)
            if match is not None and pattern("unit_endings").search(_bare(match["name"])):
                yield match["name"], matched(passage, *match.span("name"))


def _openings(document: Document) -> Iterator[tuple[str, Evidence]]:
    """The names with which sentences open: 某局2023年度收入总计…."""
    for passage in body(document, cells=False):
        for match in _OPENING.finditer(plain(passage.text).text):
            name = match["name"]
            if not worded(_LEADING).match(name) and pattern("unit_endings").search(_bare(name)) and not regex.match(r"(?:本|我|该)", name):
                yield name, matched(passage, *match.span("name"))
