"""Lexicon files: the shipped ones are sound, and every slip of a user is named with its line."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from auditor import lexicon
from auditor.errors import LexiconError
from auditor.lexicon_check import COLUMNS, Problem, added, kind, validate

SHIPPED = sorted(path.name for path in lexicon.root().iterdir() if path.suffix in (".yaml", ".tsv"))


def problems(folder: Path, name: str, *lines: str) -> list[tuple[int, str]]:
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    found = validate(path)
    assert all(problem.file == str(path) for problem in found)
    return [(problem.line, problem.message) for problem in found]


def row(**cells: str) -> str:
    """A row of functions.tsv."""
    return "\t".join(cells.get(column, "") for column in COLUMNS["functions"])


HEADS = "\t".join(COLUMNS["functions"])


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_lexicons_are_sound(name: str) -> None:
    assert [str(problem) for problem in validate(lexicon.root() / name)] == []


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_shipped_tables_can_be_read(name: str) -> None:
    rows = lexicon.codes(name)
    assert tuple(rows[0]) == COLUMNS[name]
    assert all(not value.startswith("#") for value in rows[0].values())


def test_a_problem_names_its_place() -> None:
    assert str(Problem("words.yaml", 3, "未知的键")) == "words.yaml:3: 未知的键"


def test_a_good_table_of_codes(tmp_path: Path) -> None:
    lines = (
        "# a district of our own",
        HEADS,
        row(code="298", level="类", name="试点支出", valid_from="2024"),
        row(code="29801", level="款", name="试点事务", valid_from="2024", valid_to="2025"),
        row(code="29801", level="款", name="试点管理事务", valid_from="2026"),
        row(code="2010197", level="项", name="人大试点"),
    )
    assert problems(tmp_path, "functions.tsv", *lines) == []
    assert problems(tmp_path, "ours.tsv", *lines) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (row(code="2989901", level="项", name="甲"), "编码 2989901 没有上级 29899"),
        (row(code="29A", level="类", name="甲"), "编码 29A 不是数字"),
        (row(code="298", level="款", name="甲"), "编码 298 有 3 位，款 应为 5 位"),
        (row(code="398", level="类", name="甲"), "编码 398 应以 2 开头"),
        (row(code="298", level="大类", name="甲"), "未知的级次 大类（应为 类、款、项、目）"),
        (row(code="298", level="类"), "编码 298 没有名称"),
        (row(code="298", level="类", name="甲", valid_from="24"), "valid_from 的年份 24 不对（应为 1990 至 2100 的四位数，或留空）"),
        (row(code="298", level="类", name="甲", valid_to="2O24"), "valid_to 的年份 2O24 不对（应为 1990 至 2100 的四位数，或留空）"),
        (row(code="298", level="类", name="甲", valid_from="2024", valid_to="2020"), "起始年份 2024 晚于终止年份 2020"),
        (row(code="298", level="类", name="甲") + "\t多余", "有 12 格，表头只有 11 列"),
    ],
)
def test_bad_codes(tmp_path: Path, line: str, message: str) -> None:
    assert problems(tmp_path, "functions.tsv", HEADS, line) == [(2, message)]


def test_two_names_of_one_code_at_one_time(tmp_path: Path) -> None:
    first, second = row(code="298", level="类", name="甲", valid_to="2024"), row(code="298", level="类", name="乙", valid_from="2024")
    assert problems(tmp_path, "functions.tsv", HEADS, first, second) == [(3, "编码 298 同一时期另有名称“甲”（见第 2 行）")]
    assert problems(tmp_path, "functions.tsv", HEADS, first, "# note", first) == [(4, "编码 298 重复（见第 2 行）")]


def test_unknown_columns(tmp_path: Path) -> None:
    ((line, unknown), (_, missing)) = problems(tmp_path, "functions.tsv", HEADS.replace("level", "from"), "201")
    assert line == 1
    assert {unknown.split("（")[0], missing} == {"未知的列 from", "缺少列 level"}


def test_columns_that_may_be_left_out(tmp_path: Path) -> None:
    assert problems(tmp_path, "functions.tsv", "code\tlevel\tname", "298\t类\t路灯支出") == []


def test_what_a_file_adds_to(tmp_path: Path) -> None:
    problems(tmp_path, "ours.tsv", "wrong_form\tright_form\tkind\tcondition", "甲\t乙\t术语\talways")
    problems(tmp_path, "more.yaml", "filler: [甲]")
    assert [kind(tmp_path / "ours.tsv"), kind(tmp_path / "more.yaml")] == ["names", "words"]
    (row,) = added([tmp_path / "ours.tsv", tmp_path / "more.yaml"]).rows["names"]
    assert (row["right_form"], row["code"]) == ("乙", "")
    problems(tmp_path, "more.yaml", "filler: [甲]", "fillr: []")
    with pytest.raises(LexiconError, match=r"more\.yaml:2: .*fillr"):
        added([tmp_path / "more.yaml"])


def test_names(tmp_path: Path) -> None:
    heads = "\t".join(COLUMNS["names"])
    found = problems(
        tmp_path,
        "names.tsv",
        heads,
        "甲\t乙\t其他\t\t\t\t",
        "甲\t丙\t其他\t\t\t\t",
        "丁\t丁\t其他\t\t\t\t",
        "戊\t\t其他\t\t2100x\t\t",
        "甲\t己\t其他\t201\t\t\t",
    )
    assert found == [
        (3, "“甲”另有正确写法“乙”（见第 2 行）"),
        (4, "“丁”的正确写法与错误写法相同"),
        (5, "since_year 的年份 2100x 不对（应为 1990 至 2100 的四位数，或留空）"),
        (5, "wrong_form 和 right_form 都不能为空"),
    ]


def test_patterns(tmp_path: Path) -> None:
    heads = "\t".join(COLUMNS["orgs"])
    found = problems(tmp_path, "orgs.tsv", heads, "U1\t政府\t{P}政府办\t{P}人民政府办公室\tabbrev\t\t", "U1\t政府\t({P}府\t{P}\tabbrev\t\t")
    assert [line for line, _ in found] == [3, 3]
    assert any("正则表达式" in message for _, message in found)
    assert any("编号 U1 重复" in message for _, message in found)


def test_good_measures(tmp_path: Path) -> None:
    assert problems(
        tmp_path,
        "ours.yaml",
        "terms:",
        "  - {forms: [乡镇街道补助, 街道补助], set: {measure: 名.街道补助, flow: 支出}}",
        "  - {forms: [接待费], readings: [{measure: 三公.接待}, {measure: 经济.30217}]}",
        "  - {forms: [街道补助], set: {scope: 财政拨款}, when: label}",
        "stages:",
        "  - {forms: [核定数], set: {stage: 年初预算}}",
    ) == []  # fmt: skip


def test_bad_measures(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        "measures.yaml",
        "terms:",
        "  - {forms: [甲], set: {measur: 合计}}",
        "  - {forms: [乙], set: {measure: 街道补助}}",
        "  - {forms: [丙], set: {measure: 合计, flow: 流入}}",
        "  - forms: [丁, （戊）]",
        "    set: {scope: 财政拨款}",
        "    note: 说明",
        "  - {forms: [(戊)], set: {scope: 政府性基金}}",
        "  - {forms: [己]}",
        "  - {set: {scope: 财政拨款}}",
        "term: []",
    )
    assert [line for line, _ in found] == [2, 3, 4, 7, 8, 9, 10, 11]
    messages = [message for _, message in found]
    for message, start in zip(
        messages,
        ("未知的要素 measur（", "未知的指标 街道补助（自定义指标请写 名.街道补助）", "要素 flow 没有取值 流入（", "terms 中未知的键 note（",
         "“(戊)”另有不同的含义（见第 5 行）", "每一项应有 set 或 readings", "每一项应有 forms", "未知的键 term（"),
        strict=True,
    ):  # fmt: skip
        assert message.startswith(start)


def test_bad_units_and_hedges(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        "units.yaml",
        "units:",
        "  count: {plain: [个, 棚], 万株: {scale: 一万}}",
        "  weight: {plain: [担]}",
        "  measure:",
        "    plain: [公里, 个]",
        "    海里: {factor: 1}",
    )
    assert [line for line, _ in found] == [2, 3, 5, 6]
    found = problems(tmp_path, "hedges.yaml", "before:", "  about: [约, 大概]", "  atleast: [起码]", "  more_than: [约]")
    assert [line for line, _ in found] == [3, 4]


def test_lists_of_patterns(tmp_path: Path) -> None:
    assert not problems(tmp_path, "words.yaml", "patterns:", "  grades: [卓越, '[甲乙]等']")
    found = problems(tmp_path, "words.yaml", "patterns:", "  grads: [卓越]", "  places: 区", "  per: [户, '(人']")
    assert [line for line, _ in found] == [2, 3, 4]
    assert "未知的键 grads" in found[0][1]


def test_worded() -> None:
    assert lexicon.worded(r"评为({grades})\d{1,2}个").search("评为优秀12个")
    with lexicon.adding(lexicon.Added({"words": ({"patterns": {"grades": ["卓越"]}},)})):
        found = lexicon.worded(r"评为({grades})\d{1,2}个").search("评为卓越3个")
        assert found is not None
        assert found[1] == "卓越"
    assert lexicon.worded(r"评为({grades})\d{1,2}个").search("评为卓越3个") is None


def test_yaml_itself(tmp_path: Path) -> None:
    assert problems(tmp_path, "words.yaml", "up: [增加", "down: [减少]") == [(2, "不是合法的 YAML")]
    assert problems(tmp_path, "words.yaml", "- 增加") == [(1, "词表的最外层应为“键: 值”")]
    assert problems(tmp_path, "words.yaml", "up: [增加]", "down: [减少]", "up: [增长]") == [(3, "键 up 重复（见第 1 行）")]


def test_unreadable(tmp_path: Path) -> None:
    assert [p.line for p in validate(tmp_path / "missing.yaml")] == [1]
    (tmp_path / "gbk.tsv").write_bytes("科目\t名称".encode("gbk"))
    assert "UTF-8" in validate(tmp_path / "gbk.tsv")[0].message
    (tmp_path / "list.txt").write_text("x", encoding="utf-8")
    assert ".yaml 或 .tsv" in validate(tmp_path / "list.txt")[0].message
    assert problems(tmp_path, "functions.tsv", "# nothing") == [(1, "空表：缺少表头行")]


def script() -> ModuleType:
    """lexicons/build.py, which is no part of the package."""
    import sys

    spec = importlib.util.spec_from_file_location("lexicons_build", lexicon.root() / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_build_is_idempotent(tmp_path: Path) -> None:
    """Built from themselves, the tables stay what they are."""
    build = script()
    assert build.build(lexicon.root(), tmp_path) == []
    for name in COLUMNS:
        assert (tmp_path / f"{name}.tsv").read_text(encoding="utf-8") == (lexicon.root() / f"{name}.tsv").read_text(encoding="utf-8")


def test_build_writes_nothing_unsound(tmp_path: Path) -> None:
    build = script()
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    target.mkdir()
    for name in COLUMNS:
        text = (lexicon.root() / f"{name}.tsv").read_text(encoding="utf-8")
        (source / f"{name}.tsv").write_text(text.replace("\n20101\t款", "\n20101\t项"), encoding="utf-8")
    assert build.main([str(source), "--to", str(target)]) == 1
    assert not list(target.iterdir())


@pytest.mark.shared
def test_tables_are_built_from_the_reference_data(shared: Path, tmp_path: Path) -> None:
    assert script().build(shared / "design" / "data", tmp_path) == []
    for name in COLUMNS:
        assert (tmp_path / f"{name}.tsv").read_text(encoding="utf-8") == (lexicon.root() / f"{name}.tsv").read_text(encoding="utf-8")
