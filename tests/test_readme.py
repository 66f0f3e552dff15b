"""What the READMEs print is what the command prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.check.run import registry
from auditor.cli import main

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"<!-- auditor (?P<arguments>[^>]*?) -->\n```\n(?P<printed>.*?)```\n", re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_help_is_current(name: str) -> None:
    blocks = list(BLOCK.finditer((ROOT / name).read_text(encoding="utf-8")))
    assert blocks
    for block in blocks:
        told = CliRunner().invoke(main, block["arguments"].split(), prog_name="auditor", terminal_width=100)
        assert told.output == block["printed"], f"{name}: paste what `auditor {block['arguments']}` prints"


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_names_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    known = {rule.id for rule in registry()}
    assert set(re.findall(r"explain ((?:within|across|text)[a-z-]*\.[a-z-]+)", text)) <= known
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (ROOT / target).exists(), target
