"""Configuration files: what they settle, where they are found, and what they may not say."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor import config, lexicon
from auditor.config import Config
from auditor.errors import ConfigError, LexiconError

RULES = {"text-table.amount", "text-table", "NT-01", "NT", "document.table-head", "document", "TP-07", "TP"}


def written(folder: Path, text: str, name: str = config.NAME) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, text: str, name: str = config.NAME) -> str:
    with pytest.raises(ConfigError) as caught:
        config.read(written(folder, text, name), RULES)
    return str(caught.value).removeprefix(str(folder / name))


def test_everything_that_can_be_settled(tmp_path: Path) -> None:
    (tmp_path / "waivers.toml").touch()
    found = config.read(
        written(
            tmp_path,
            'select = ["text-table", "nt-01"]\nignore = ["document.table_head"]\ngenre = "department-budget"\nunit = "万元"\nlang = "en"\n'
            'level = "note"\nfail-on = "never"\nwaivers = ["waivers.toml"]\n[levels]\n"TP-07" = "off"\n"text-table.amount" = "warning"\n',
        ),
        RULES,
    )
    assert (found.select, found.ignore) == (("text-table", "NT-01"), ("document.table-head",))
    assert dict(found.given) == {"genre": "department-budget", "unit": "万元"}
    assert (found.lang, found.level, found.fail_on, found.waivers) == ("en", "note", "never", (tmp_path / "waivers.toml",))
    assert found.levels == {"TP-07": "off", "text-table.amount": "warning"}
    assert found.added is None


def test_the_default_settles_nothing() -> None:
    assert Config().runs("text-table.amount", ("NT-01",))
    assert Config().loudness("text-table.amount", (), "error", "note") == "note"
    assert not Config().given


@pytest.mark.parametrize(
    ("settled", "runs"),
    [
        (Config(select=("text-table",)), True),
        (Config(select=("NT",)), True),
        (Config(select=("within-text",)), False),
        (Config(ignore=("NT-01",)), False),
        (Config(ignore=("document",)), True),
        (Config(select=("text-table.amount",), ignore=("text-table",)), False),
        (Config(levels={"text-table.amount": "off"}), False),
        (Config(levels={"NT": "off"}), False),
        (Config(levels={"NT": "off", "text-table.amount": "note"}), True),
    ],
)
def test_what_runs(settled: Config, runs: bool) -> None:
    assert settled.runs("text-table.amount", ("NT-01", "UN-02")) is runs


@pytest.mark.parametrize(
    ("level", "found", "heard"),
    [
        ("warning", "error", "warning"),
        ("warning", "note", "note"),
        ("error", "warning", "warning"),
        ("note", "warning", "note"),
        ("error", "error", "error"),
    ],
)
def test_levels(level: str, found: str, heard: str) -> None:
    assert Config(levels={"text-table": level}).loudness("text-table.amount", ("NT-01",), "error", found) == heard


def test_a_rule_of_warnings_can_be_made_louder() -> None:
    assert Config(levels={"LB-01": "error"}).loudness("document.organization", ("LB-01",), "warning", "warning") == "error"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('\nselct = ["NT"]\n', 2, "相近的有 select"),
        ("level = 'loud'", 1, "error、warning、note"),
        ("genre = true", 1, "没有取值 true"),
        ("unit = '公斤'", 1, "金额的单位"),
        ("select = 'NT'", 1, "列表"),
        ('select = [\n  "NT",  # one, [two]\n  "text-table.amuont",\n]\n', 3, "text-table.amount"),
        ('# x\nselect = ["""\nNT""", \'XX-9\']', 3, "没有规则 XX-9"),
        ("ignore = [1]", 1, "字符串"),
        ('lang = "zh"\n\n[levels]\n"NT-01" = "off"\n"TP-07" = "quiet"', 5, "没有级别 “quiet”"),
        ("levels = 3", 1, "[levels]"),
        ('[levels]\nabc = "off"', 2, "没有规则 abc"),
        ('waivers = [\n"a.toml"]', 2, "不存在"),
        ('[aliases]\n"某局" = "局"', 2, "其他叫法"),
        ("aliases = []", 1, "[aliases]"),
        ("lang = ", 1, "TOML"),
        ('a = 1\na = 2', 2, "TOML"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    message = refused(tmp_path, text)
    assert message.startswith(f":{line}：")
    assert said in message


def test_in_a_project_file(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\n[tool.auditor]\nlang = "en"\n[tool.auditor.levels]\n"NT" = "never"\n'
    assert refused(tmp_path, text, "pyproject.toml").startswith(":6：")
    path = written(tmp_path, text.replace("never", "note"), "pyproject.toml")
    assert config.read(path, RULES).lang == "en"
    assert config.find(tmp_path / "a" / "b.txt") == path


def test_the_nearest_one_is_found(tmp_path: Path) -> None:
    inner = tmp_path / "2023" / "局"
    inner.mkdir(parents=True)
    written(tmp_path, "[project]\nname = 'x'\n", "pyproject.toml")
    assert config.find(inner) is None or tmp_path not in config.find(inner).parents  # type: ignore[union-attr]
    outer = written(tmp_path, "")
    assert config.find(inner / "决算.txt") == outer
    nearer = written(tmp_path / "2023", "")
    assert config.find(inner / "决算.txt") == nearer


def test_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="读不了"):
        config.read(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("# 配置".encode("gbk"))
    with pytest.raises(ConfigError, match="UTF-8"):
        config.read(tmp_path / "gbk.toml")


def test_lexicons_and_aliases_are_laid_over_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(
        "terms:\n  - {forms: [路灯电费], set: {measure: 经济.30206, flow: 支出}}\nstages: []\n", encoding="utf-8"
    )
    (tmp_path / "functions.tsv").write_text("code\tlevel\tname\n2129801\t项\t路灯维护\n21298\t款\t路灯\n", encoding="utf-8")
    text = 'lexicons = ["ours.yaml", "functions.tsv"]\n[aliases]\n"青川市路灯管理局" = ["路灯局", "灯（所）"]\n'
    found = config.read(written(tmp_path, text), RULES)
    before = lexicon.measures()
    with lexicon.adding(found.added):
        assert lexicon.measures().get("路灯电费") == ({"measure": "经济.30206", "flow": "支出"},)
        assert lexicon.measures().get("路灯") == ({"measure": "功能.21298", "flow": "支出"},)
        assert [row["pattern"] for row in lexicon.codes("orgs")[-2:]] == ["路灯局", "灯所"]
    assert lexicon.measures() is before
    assert not before.get("路灯电费")


def test_an_unsound_lexicon_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("terms:\n  - {forms: [甲], set: {meassure: 三公}}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"ours\.yaml:2: "):
        config.read(written(tmp_path, 'lexicons = ["ours.yaml"]'), RULES)


def test_lists_of_one_id_become_one() -> None:
    over = {"kinds": [{"id": "a", "titles": ["新"]}, {"id": "z", "titles": []}], "fillers": ["乙"]}
    under = {"kinds": [{"id": "a", "titles": ["旧"], "codes": "功能"}], "fillers": ["甲"], "other": 1}
    kinds = [{"id": "z", "titles": []}, {"id": "a", "titles": ["新", "旧"], "codes": "功能"}]
    assert lexicon.laid(over, under) == {"kinds": kinds, "fillers": ["乙", "甲"], "other": 1}


def test_the_template_says_what_can_be_said() -> None:
    text = config.template()
    assert tomllib.loads(text) == {}
    keys = {"select", "ignore", "levels", "genre", "unit", "lang", "level", "fail-on", "lexicons", "waivers", "aliases"}
    assert all(f"# {key} = " in text or f"# [{key}]" in text for key in keys)


def test_the_template_is_sound_without_its_marks(tmp_path: Path) -> None:
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "measures.yaml").write_text("terms: []\n", encoding="utf-8")
    (tmp_path / "waivers.toml").touch()
    lines = [line[2:] if line.startswith(("# [", '# "')) or " = " in line else line for line in config.template().splitlines()]
    assert config.read(written(tmp_path, "\n".join(lines))).unit == "万元"


@given(st.text())
def test_places_of_any_text(text: str) -> None:
    assert config._Places(text).line(("select", 3)) >= 1
