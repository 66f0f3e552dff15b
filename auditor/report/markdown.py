"""Markdown: a summary for the comment of a merge request.

First what disagrees, then how much was checked; further facts are folded away. Everything that comes out of the document is
escaped, mentions and references included, and the whole stays below what code hosts accept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from auditor.model import Audit, Finding, Level
from auditor.report.text_of import Lookup, by_reason, decided, genre, message, percent, place, say, shorten, stage, visible

LIMIT = 60_000
"""Characters of a comment; code hosts take 65,536."""
_MOST = 50
"""Findings of a table."""
_SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")
_LISTED = re.compile(r"^(\d*)([-+=.)])(?=\s|$)")
"""What would begin a list or a heading at the beginning of a line."""
_CELL = 400
"""Characters of the longest text in the table."""


def render(audit: Audit, *, lang: str = "zh", titles: Mapping[str, str] | None = None) -> str:
    """The summary of one document."""
    return join([part(audit, lang=lang, titles=titles)])


def join(parts: Iterable[str]) -> str:
    """The summaries of several documents, one under the other, as far as a comment holds them; ends with a line break."""
    found = "\n".join(parts)
    if len(found) <= LIMIT:
        return found
    kept = found[: found.rfind("\n", 0, LIMIT - 100) + 1]
    folded = "\n</details>\n" * (kept.count("<details>") - kept.count("</details>"))
    return kept + folded + "\n…\n"


def part(audit: Audit, *, lang: str = "zh", titles: Mapping[str, str] | None = None) -> str:
    """The summary of one document."""
    return "\n".join(_lines(audit, lang, titles or {})) + "\n"


def _lines(audit: Audit, lang: str, titles: Mapping[str, str]) -> Iterable[str]:
    document, counts = audit.document, audit.counts
    live = [finding for finding in audit.findings if not finding.waived]
    waived = [finding for finding in audit.findings if finding.waived]
    yield f"## {say('product', lang)} · {escape(document.title or document.path)}"
    yield ""
    levels = " · ".join(f"{say(level.value, lang)} {sum(f.level is level for f in live)}" for level in Level)
    checked = len(audit.figures) - counts["unchecked"]
    share = say("coverage-line", lang, checked=checked, figures=len(audit.figures), coverage=percent(audit.coverage))
    yield f"**{levels}** · {share if audit.figures else say('no-figures', lang)}"
    yield ""
    if audit.faults:
        yield f"> **{say('faults', lang)}** {say('faults-explained', lang)}"
        for fault in audit.faults:
            yield f"> - {stage(fault.stage, lang)} · {escape(fault.message)}"
        yield ""
    lookup = Lookup(audit)
    loud = [finding for finding in live if finding.level is not Level.NOTE]
    notes = [finding for finding in live if finding.level is Level.NOTE]
    if loud:
        yield from _table(loud, lookup, lang)
    if notes:
        yield from _folded(f"{say('note', lang)} {len(notes)}", list(_table(notes, lookup, lang)))
    if not live and audit.figures:
        yield say("no-findings", lang)
        yield ""
    if waived:
        yield from _folded(
            f"{say('waived', lang)} {len(waived)}",
            [f"- `{f.id}` {escape(message(f.check, lang) or f.message)} — {escape(decided(f.review, lang) if f.review else f.waived)}"
             for f in waived],
        )  # fmt: skip
    reasons = [f"- {escape(reason)}：{len(ids)}" for reason, ids in by_reason(audit)]
    if reasons:
        yield from _folded(f"{say('unchecked-heading', lang)} {counts['unchecked']}", reasons)
    rules = list(dict.fromkeys(finding.check.rule for finding in live))
    if any(rule in titles for rule in rules):
        yield from _folded(say("rule", lang), [f"- `{rule}` {escape(titles.get(rule, ''))}" for rule in rules])
    facts = [document.organization, document.year, genre(document.genre, lang), document.path, f"sha256 {document.sha256[:16]}"]
    yield f"<sub>{say('product', lang)} {audit.version} · {' · '.join(escape(fact) for fact in facts if fact)}</sub>"


def _table(findings: Sequence[Finding], lookup: Lookup, lang: str) -> Iterable[str]:
    yield f"| | {say('claimed', lang)} | {say('expected', lang)} | {say('finding', lang)} |"
    yield "|---|---|---|---|"
    for finding in findings[:_MOST]:
        check = finding.check
        said = escape(message(check, lang) or finding.message)
        where = place(check.reported.location, lang)
        reviewed = f"<br>{say('review', lang)}：{escape(decided(finding.review, lang))}" if finding.review is not None else ""
        yield (
            f"| **{say(finding.level.value, lang)}** | {escape(lookup.claimed(check.reported))} | {escape(check.display) or '—'} "
            f"| {said}{reviewed}<br><sub>{escape(where)} · `{finding.id}`</sub> |"
        )
    yield ""
    if len(findings) > _MOST:
        yield say("more", lang, n=len(findings) - _MOST)
        yield ""


def _folded(title: str, lines: Iterable[str]) -> Iterable[str]:
    yield f"<details><summary>{title}</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"
    yield ""


def escape(text: str) -> str:
    """Text that Markdown, and the code host behind it, prints as it is: on one line, without mentions and references."""
    plain = " ".join(visible(shorten(text, _CELL)).split())
    return _LISTED.sub(r"\1\\\2", _SPECIAL.sub(_written, plain))


def _written(match: re.Match[str]) -> str:
    character = match[1]
    # A code host looks for mentions, references, emoji and addresses in the rendered text, where a backslash is gone; a comment parts them.
    if character in "<>&":
        return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}[character]
    if character in "@#:":
        return f"{character}<!-- -->"
    return character if character in ".,;%/-+=()'\"?" else "\\" + character
