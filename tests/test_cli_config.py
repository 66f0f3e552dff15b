"""The commands and their configuration: ``--config``, ``init``, ``lexicon check``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.cli import main

DOCUMENT = """\
# 青川市路灯管理局2023年度部门决算

支出决算表

金额单位：万元

| 项目 | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|
| 合计 | 520.40 | 400.10 | 120.30 |

三、支出决算情况说明
2023年度支出合计520.40万元，其中：基本支出401.10万元，占77.08%。
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "决算.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def settle(folder: Path, text: str, name: str = "auditor.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rules(document: Path, *more: object) -> dict[str, str]:
    told = run("check", document, "--format", "json", *more)
    return {finding["rule"]: finding["level"] for finding in json.loads(told.stdout)["findings"]}


def test_rules_are_chosen_beside_the_document(document: Path) -> None:
    assert rules(document)["text-table.amount"] == "error"
    settle(document.parent, 'ignore = ["text-table.amount"]\n')
    told = run("check", document, "--format", "json")
    assert "text-table.amount" not in rules(document)
    assert "没有运行" in json.loads(told.stdout)["notices"][0]["message"]


def test_levels_and_the_exit_code(document: Path) -> None:
    settle(document.parent, 'select = ["text-table.amount"]\n[levels]\n"NT-01" = "warning"\n')
    assert rules(document) == {"text-table.amount": "warning"}
    assert run("check", document).exit_code == 0
    assert run("check", document, "--fail-on", "warning").exit_code == 1


def test_options_go_before_the_configuration(document: Path) -> None:
    settle(document.parent, 'fail-on = "never"\nlang = "en"\n')
    told = run("check", document)
    assert told.exit_code == 0
    assert "Coverage" in told.stdout
    told = run("check", document, "--fail-on", "error", "--lang", "zh")
    assert told.exit_code == 1
    assert "覆盖率" in told.stdout


def test_a_given_configuration_goes_before_the_nearest(document: Path) -> None:
    settle(document.parent, 'select = ["document"]')
    other = settle(document.parent, 'select = ["text-table.amount"]', "other.toml")
    assert rules(document, "--config", other) == {"text-table.amount": "error"}


def test_waivers_of_the_configuration(document: Path) -> None:
    told = json.loads(run("check", document, "--format", "json").stdout)
    waivers = "".join(f'[[waiver]]\nfingerprint = "{finding["id"]}"\nverdict = "误报"\n' for finding in told["findings"])
    settle(document.parent, waivers, "waivers.toml")
    settle(document.parent, 'waivers = ["waivers.toml"]')
    assert run("check", document).exit_code == 0


def test_the_unit_of_tables_without_one(document: Path) -> None:
    document.write_text(DOCUMENT.replace("金额单位：万元\n\n", "").replace("401.10", "400.10"), encoding="utf-8")
    settle(document.parent, 'unit = "亿元"')
    assert rules(document)["text-table.amount"] == "error"


def test_a_wrong_configuration_stops_all(document: Path) -> None:
    settle(document.parent, 'genre = "novel"')
    for told in (run("check", document), run("show", "claims", document)):
        assert told.exit_code == 2
        assert "auditor.toml:1：genre" in told.stderr


def test_init_writes_a_configuration_once(tmp_path: Path, document: Path) -> None:
    assert run("init", tmp_path).exit_code == 0
    assert run("init", tmp_path).exit_code == 2
    assert run("init", tmp_path, "--force").exit_code == 0
    assert rules(document)["text-table.amount"] == "error"


def test_words_of_a_user_are_read(document: Path) -> None:
    document.write_text(DOCUMENT.replace("基本支出401.10万元", "保运转资金401.10万元"), encoding="utf-8")
    assert "text-table.amount" not in rules(document)
    settle(document.parent, "terms:\n  - {forms: [保运转资金], set: {flow: 支出, part: 基本支出}}\n", "ours.yaml")
    settle(document.parent, 'lexicons = ["ours.yaml"]')
    assert rules(document)["text-table.amount"] == "error"
    assert "基本支出" in run("show", "claims", document).stdout


def test_other_names_of_the_unit(document: Path) -> None:
    table = "收入决算表\n\n部门：{} 金额单位：万元\n\n| 项目 | 本年收入合计 |\n|---|---|\n| 合计 | 1.00 |\n\n"
    right, other = table.format("青川市路灯管理局"), table.format("灯光照明管理中心")
    document.write_text("# 青川市路灯管理局2023年度部门决算\n\n" + right * 3 + other, encoding="utf-8")
    assert "document.organization" in rules(document)
    settle(document.parent, '[aliases]\n"青川市路灯管理局" = ["灯光照明管理中心"]')
    assert "document.organization" not in rules(document)


def test_lexicon_check(tmp_path: Path) -> None:
    good = settle(tmp_path, "terms:\n  - {forms: [保运转资金], set: {part: 基本支出}}\n", "ours.yaml")
    told = run("lexicon", "check", good)
    assert (told.exit_code, told.stdout) == (0, f"{good}：没有问题（补充 measures）\n")
    bad = settle(tmp_path, "terms:\n  - {forms: [甲], set: {flow: 上}}\n", "bad.yaml")
    told = run("lexicon", "check", good, bad)
    assert told.exit_code == 1
    assert f"{bad}:2: 要素 flow 没有取值 上" in told.stdout
