"""Waiver files: what reviewers have decided about findings, as the page exports it or a person writes it.

::

    [[waiver]]
    fingerprint = "cb75ac8b027d"          # id of the finding: it stands in every report
    rule = "text-table.amount"            # the rest may be left out, except the verdict
    document = "某局2023年度部门决算.docx"   # name of the file, or the end of its path; left out: any document
    verdict = "误报"                       # 误报, 接受, 确认, 已改, or false-alarm, accepted, confirmed, fixed
    who = "张三"
    when = 2024-09-30
    why = "口径不同：表中不含政府性基金"

误报 and 接受 waive: the finding stays in the reports, marked, and no longer counts or fails. 确认 and 已改 do not: a mistake that is
confirmed is still one, and one that is mended is not found again.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.errors import ConfigError
from auditor.model import Audit, Decision, Finding, Review

VERDICTS: dict[str, Decision] = {
    "确认": Decision.CONFIRMED,
    "误报": Decision.FALSE_ALARM,
    "已改": Decision.FIXED,
    "接受": Decision.ACCEPTED,
    **{decision.value: decision for decision in Decision},
}
_WORDS = {decision: word for word, decision in reversed(VERDICTS.items()) if word != decision.value}
_KEYS = ("fingerprint", "rule", "document", "verdict", "who", "when", "why")
_HEADER = re.compile(r"""\s*\[\[\s*(["']?)waiver\1\s*\]\]""")


def load(path: Path) -> tuple[Review, ...]:
    """The reviews in a waiver file, in order.

    Raises:
        ConfigError: the file is missing, no TOML, or says something that a waiver cannot say; names the file and the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}：豁免文件读不了（{error.strerror}）；请检查路径和权限") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}：豁免文件不是 UTF-8 编码；请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        raise ConfigError(f"{path}:{at[1] if at else len(text.splitlines())}：豁免文件不是合法的 TOML（{error}）") from error
    lines = _Lines(path, text)
    for key in content:
        if key != "waiver":
            raise lines.wrong(None, key, f"不认识的键 {key}；豁免写作 [[waiver]]")
    entries = content.get("waiver", [])
    if not isinstance(entries, list):
        raise lines.wrong(None, "waiver", "豁免要写作 [[waiver]]（两层方括号）")
    found: dict[tuple[str, str], Review] = {}
    for number, entry in enumerate(entries):
        review = _review(entry, number, lines)
        if (review.fingerprint, review.document) in found:
            raise lines.wrong(number, "fingerprint", f"{review.fingerprint} 重复出现")
        found[review.fingerprint, review.document] = review
    return tuple(found.values())


def _review(entry: Any, number: int, lines: _Lines) -> Review:
    if not isinstance(entry, dict):
        raise lines.wrong(number, "", "每一条豁免应是一张表（[[waiver]]）")
    for key, value in entry.items():
        if key not in _KEYS:
            raise lines.wrong(number, key, f"不认识的键 {key}；可用：{'、'.join(_KEYS)}")
        dated = key == "when" and isinstance(value, datetime.date | datetime.datetime)
        if not (isinstance(value, str) or dated):
            raise lines.wrong(number, key, f"{key} 应是{'日期或' if key == 'when' else ''}字符串")
    for key in ("fingerprint", "verdict"):
        if not str(entry.get(key, "")).strip():
            raise lines.wrong(number, key, f"缺少 {key}")
    decision = VERDICTS.get(entry["verdict"].strip())
    if decision is None:
        raise lines.wrong(number, "verdict", f"没有 verdict “{entry['verdict']}”；可用：{'、'.join(VERDICTS)}")
    words = {key: str(entry.get(key, "")).strip() for key in _KEYS if key != "verdict"}
    return Review(decision=decision, **words)


class _Lines:
    """The lines of a waiver file: where each entry and each of its keys stands."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.starts = [number for number, line in enumerate(self.lines, 1) if _HEADER.match(line)]

    def wrong(self, entry: int | None, key: str, what: str) -> ConfigError:
        """An error at a key of an entry, at the entry where it lacks the key, or at a key of the file."""
        first, last = 1, len(self.lines)
        if entry is not None and entry < len(self.starts):
            first = self.starts[entry]
            last = self.starts[entry + 1] - 1 if entry + 1 < len(self.starts) else last
        pattern = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
        at = next((n for n in range(first, last + 1) if key and pattern.match(self.lines[n - 1])), first)
        return ConfigError(f"{self.path}:{at}：{what}")


def apply(audit: Audit, reviews: Iterable[Review]) -> tuple[Audit, tuple[Review, ...]]:
    """The audit with its findings reviewed, and the reviews that are meant for this document and fit no finding of it."""
    meant = [review for review in reviews if _about(review, audit.document.path)]
    by_id = {review.fingerprint: review for review in meant}
    findings = tuple(_reviewed(finding, by_id.get(finding.id)) for finding in audit.findings)
    used = {finding.review for finding in findings}
    return replace(audit, findings=findings), tuple(review for review in meant if review not in used)


def _about(review: Review, path: str) -> bool:
    wanted = [part for part in re.split(r"[/\\]", review.document) if part not in ("", ".")]
    return not wanted or re.split(r"[/\\]", path)[-len(wanted) :] == wanted


def _reviewed(finding: Finding, review: Review | None) -> Finding:
    if review is None or (review.rule and review.rule != finding.check.rule):
        return finding
    signed = "，".join(filter(None, (review.who, review.when)))
    said = _WORDS[review.decision] + (f"（{signed}）" if signed else "") + (f"：{review.why}" if review.why else "")
    return replace(finding, review=review, waived=said if review.waives else "")
