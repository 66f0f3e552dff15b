"""The terminal report: snapshots in both languages, widths, levels, and text that must not steer the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len

from auditor.errors import ConfigError
from auditor.model import Audit, Document, Fault
from auditor.report import stages, terminal

TITLES = {"text-table.amount": "正文金额与表格一致"}


def test_snapshot(sample: Audit, snapshot: Callable[[str, str], None]) -> None:
    snapshot("sample.txt", terminal.render(sample, titles=TITLES, width=100))


def test_snapshot_in_english(sample: Audit, snapshot: Callable[[str, str], None]) -> None:
    snapshot("sample.en.txt", terminal.render(sample, lang="en", level="note", width=80))


def test_snapshot_of_stages(sample: Audit, snapshot: Callable[[str, str], None]) -> None:
    document = sample.document
    parts = [
        stages.document(document, lang="zh", width=100, color=False),
        stages.tables(document, "", lang="zh", width=100, color=False),
        stages.tables(document, "t1", lang="zh", width=100, color=False),
        stages.claims(sample.claims, "", lang="zh", width=100, color=False),
        stages.links(sample.links, "", lang="zh", width=100, color=False),
        stages.rules([("text-table.amount", "正文金额与表格一致", "error", ("NT-01", "NT-02"))], lang="zh", width=100, color=False),
    ]
    snapshot("stages.txt", "\n".join(parts))


@pytest.mark.parametrize("width", [40, 60, 80, 140])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_never_wider_than_the_screen(sample: Audit, width: int, lang: str) -> None:
    text = terminal.render(sample, lang=lang, level="note", titles=TITLES, width=width)
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_numbers_are_not_broken(sample: Audit) -> None:
    for width in range(44, 100):
        text = terminal.render(sample, width=width)
        assert not re.search(r"\d\n {8}[\d.,%万]", text), width


@pytest.mark.parametrize(("level", "shown"), [("error", 1), ("warning", 2), ("note", 3)])
def test_level_hides_but_counts(sample: Audit, level: str, shown: int) -> None:
    text = terminal.render(sample, level=level)
    assert text.count("  列示  ") == shown
    assert text.count("未列出") == 3 - shown


def test_colour_only_when_asked(sample: Audit) -> None:
    assert "\x1b" not in terminal.render(sample)
    coloured = terminal.render(sample, color=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == terminal.render(sample).split()


def test_document_cannot_steer_the_terminal(sample: Audit) -> None:
    check = replace(sample.checks[0], message="\x1b[2J\x1b]0;x\x07清屏 [bold]照印[/bold] :smile: \u202e反转")
    finding = replace(sample.findings[0], check=check, message=check.message)
    text = terminal.render(replace(sample, findings=(finding,)))
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
    assert "[bold]照印[/bold] :smile:" in text


def test_many_evidences_are_counted(sample: Audit) -> None:
    check = replace(sample.checks[0], using=sample.checks[0].using * 20)
    text = terminal.render(replace(sample, findings=(replace(sample.findings[0], check=check),)))
    assert "… +12" in text


def test_nothing_found_says_so(sample: Audit) -> None:
    text = terminal.render(replace(sample, findings=(), faults=()))
    assert "没有发现互相矛盾的数字" in text
    assert "没有审到" not in text


def test_no_figures_is_no_pass() -> None:
    text = terminal.render(Audit(Document("空.txt", "", "text"), (), (), (), (), faults=(Fault("read", "例"),)))
    assert "没有可核对的数字" in text
    assert "不能视为通过" in text


def test_unknown_ids_say_what_there_is(sample: Audit) -> None:
    with pytest.raises(ConfigError, match="T1"):
        stages.tables(sample.document, "T9", lang="zh", width=80, color=False)
    with pytest.raises(ConfigError, match="F1 到 F8"):
        stages.claims(sample.claims, "F9", lang="zh", width=80, color=False)
