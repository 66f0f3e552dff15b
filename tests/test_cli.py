"""The commands: what they print and where, what they exit with, and that no error shows a traceback."""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

import auditor.pipeline
from auditor import __version__
from auditor.check.run import registry
from auditor.cli import main
from auditor.errors import ReadError
from auditor.model import Audit, Level

HERE = Path(__file__).resolve().parent
PAGE = """# 某某局2023年度部门决算

## 第三部分 决算情况说明

### 一、支出决算情况说明

2023年度支出合计640.00万元，其中：基本支出452.36万元，占70.68%；项目支出187.64万元，占29.32%。

### 二、附表

支出决算表

单位：万元

| 项目 | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|
| 合计 | 640.00 | 452.36 | 187.64 |
"""


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Audit:
    """The hand-made audit as the answer for every file; files named ``broken`` and ``unreadable`` fail as files do."""
    made: Audit = replace(runpy.run_path(str(HERE / "report" / "sample.py"))["audit"](), faults=())

    def audit(path: Path, *rest: object, **more: object) -> Audit:
        if path.stem == "broken":
            raise ZeroDivisionError("division\nby zero")
        if path.stem == "unreadable":
            raise ReadError("文件已加密。请解除密码后重试。")
        if path.stem == "faulty":
            return runpy.run_path(str(HERE / "report" / "sample.py"))["audit"]()  # type: ignore[no-any-return]
        if path.stem == "clean":
            return replace(made, findings=())
        if path.stem == "noted":
            return replace(made, findings=tuple(f for f in made.findings if f.level is Level.NOTE))
        return replace(made, document=replace(made.document, path=str(path)))

    monkeypatch.setattr(auditor.pipeline, "audit", audit)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt", "broken.txt", "unreadable.txt", "clean.txt", "noted.txt", "faulty.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    return tmp_path


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from auditor.cli import main; main(['--help'], standalone_mode=False); print(sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"spacy", "jieba", "pandas", "numpy", "rich", "jinja2", "yaml", "pdfplumber"} & set(re.findall(r"'(\w+)'", done.stderr))


def test_version() -> None:
    assert run("--version").output == f"auditor {__version__}\n"


@pytest.mark.usefixtures("sample")
class TestCheck:
    def test_text(self, folder: Path) -> None:
        result = run("check", folder / "a.txt")
        assert result.exit_code == 1
        assert "支出合计：正文列示 641.00万元，支出决算表为 640.00万元" in result.stdout
        assert "\x1b" not in result.stdout
        assert result.stderr == ""

    def test_json_is_the_contract(self, folder: Path) -> None:
        result = run("check", folder / "a.txt", "--format", "json")
        report = json.loads(result.stdout)
        assert report["schema"] == "auditor.report/1"
        assert report["document"]["path"] == str(folder / "a.txt")

    def test_json_of_several_is_an_array(self, folder: Path) -> None:
        result = run("check", folder / "a.txt", folder / "unreadable.txt", folder / "b.txt", "--format", "json")
        assert [Path(report["document"]["path"]).name for report in json.loads(result.stdout)] == ["a.txt", "b.txt"]
        assert result.exit_code == 2

    def test_html(self, folder: Path) -> None:
        assert run("check", folder / "a.txt", "--format", "html").stdout.startswith("<!DOCTYPE html>")

    @pytest.mark.parametrize(
        ("name", "fail_on", "code"),
        [
            ("a", "error", 1), ("a", "never", 0), ("clean", "note", 0), ("noted", "error", 0), ("noted", "warning", 0),
            ("noted", "note", 1), ("faulty", "never", 2), ("broken", "never", 2), ("unreadable", "error", 2),
        ],
    )  # fmt: skip
    def test_exit_code(self, folder: Path, name: str, fail_on: str, code: int) -> None:
        assert run("check", folder / f"{name}.txt", "--fail-on", fail_on).exit_code == code

    def test_waived_findings_do_not_fail(self, folder: Path, sample: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
        waived = replace(sample, findings=tuple(replace(f, waived="已核实") for f in sample.findings))
        monkeypatch.setattr(auditor.pipeline, "audit", lambda path, *rest, **more: waived)
        assert run("check", folder / "a.txt", "--fail-on", "note").exit_code == 0

    def test_several_files_one_bad(self, folder: Path) -> None:
        result = run(
            "check", folder / "unreadable.txt", folder / "a.txt", folder / "missing.txt", folder / "broken.txt", folder / "clean.txt"
        )
        assert result.exit_code == 2
        assert result.stdout.count("覆盖率\n") == 2
        assert "共 2 份文档" in result.stdout
        complaints = result.stderr.splitlines()
        assert len(complaints) == 3
        assert all(line.startswith("错误：") for line in complaints)
        assert "missing.txt" in complaints[0]
        assert "unreadable.txt：文件已加密" in complaints[1]
        assert "broken.txt：程序内部出错（ZeroDivisionError: division by zero）；请加 --debug" in complaints[2]

    def test_debug_shows_the_traceback(self, folder: Path) -> None:
        result = CliRunner().invoke(main, ["check", str(folder / "broken.txt"), "--debug"])
        assert "Traceback" in result.stderr
        assert result.exit_code == 2

    def test_folder(self, folder: Path) -> None:
        (folder / "inner").mkdir()
        (folder / "inner" / "c.md").write_text("x", encoding="utf-8")
        for other in (".hidden.txt", "picture.png", "~$lock.docx", "a.audit.txt"):
            (folder / other).write_text("x", encoding="utf-8")
        result = run("check", folder, "--format", "json")
        names = [Path(report["document"]["path"]).name for report in json.loads(result.stdout)]
        assert {"a.txt", "b.txt", "c.md"} <= set(names)
        assert not {".hidden.txt", "picture.png", "~$lock.docx", "a.audit.txt"} & set(names)

    def test_empty_folder(self, tmp_path: Path) -> None:
        result = run("check", tmp_path)
        assert result.exit_code == 2
        assert "没有可审核的文件" in result.stderr

    def test_several_formats_to_a_folder(self, folder: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        result = run("check", folder / "a.txt", folder / "b.txt", "--format", "json,html,text", "--output", out, "--lang", "en")
        assert sorted(path.name for path in out.iterdir()) == [f"{n}.audit.{e}" for n in "ab" for e in ("html", "json", "txt")]
        assert result.stdout == ""
        assert result.stderr.count("已写入") == 6
        assert 'lang="en"' in (out / "a.audit.html").read_text(encoding="utf-8")
        assert json.loads((out / "b.audit.json").read_text(encoding="utf-8"))["schema"]

    def test_all_text_formats_to_a_folder(self, folder: Path, tmp_path: Path) -> None:
        run("check", folder / "a.txt", "--format", "text,json,html,markdown,sarif,junit", "--output", tmp_path / "out")
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
            f"a.audit.{suffix}" for suffix in ("html", "json", "md", "sarif", "txt", "xml")
        ]

    @pytest.mark.parametrize("name", ["sarif", "junit", "markdown"])
    def test_several_documents_in_one_file(self, folder: Path, tmp_path: Path, name: str) -> None:
        result = run("check", folder / "a.txt", folder / "b.txt", "--format", name)
        assert "a.txt" in result.stdout
        assert "b.txt" in result.stdout
        run("check", folder / "a.txt", folder / "b.txt", "--format", name, "--output", tmp_path / "all")
        assert (tmp_path / "all").read_text(encoding="utf-8") == result.stdout

    def test_one_format_to_a_file(self, folder: Path) -> None:
        run("check", folder / "a.txt", "--format", "json", "--output", folder / "new" / "report.json")
        assert json.loads((folder / "new" / "report.json").read_text(encoding="utf-8"))["findings"]

    def test_json_of_several_to_a_file(self, folder: Path) -> None:
        run("check", folder / "a.txt", folder / "b.txt", "--format", "json", "--output", folder / "all.json")
        assert len(json.loads((folder / "all.json").read_text(encoding="utf-8"))) == 2

    def test_same_names_do_not_overwrite_each_other(self, tmp_path: Path) -> None:
        paths = [tmp_path / "x" / "report.txt", tmp_path / "y" / "report.txt", tmp_path / "x" / "report.md"]
        for path in paths:
            path.parent.mkdir(exist_ok=True)
            path.write_text("x", encoding="utf-8")
        run("check", *paths, "--format", "json", "--output", f"{tmp_path / 'out'}{os.sep}")
        assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
            "report.md.audit.json",
            "report.txt-2.audit.json",
            "report.txt.audit.json",
        ]

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["--format", "pdfx"], "没有格式 pdfx"),
            (["--format", ""], "没有格式"),
            (["--format", "json,html"], "--output"),
            (["--output", "{folder}/a.txt"], "覆盖被审核的文档"),
            (["--format", "json,html", "--output", "{folder}/b.txt"], "放不下多份报告"),
        ],
    )
    def test_options_that_make_no_sense(self, folder: Path, words: list[str], said: str) -> None:
        result = run("check", folder / "a.txt", *[word.format(folder=folder) for word in words])
        assert result.exit_code == 2
        assert said in result.stderr
        assert (folder / "a.txt").read_text(encoding="utf-8") == "x"

    def test_folder_that_cannot_be_written(self, folder: Path) -> None:
        result = run("check", folder / "a.txt", "--format", "json", "--output", folder / "b.txt" / "x.json")
        assert result.exit_code == 2
        assert result.stderr.startswith("错误：")

    def test_crash_of_a_report_is_one_line(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> str:
            raise RuntimeError("例")

        monkeypatch.setattr("auditor.report.terminal.render", fail)
        result = run("check", folder / "a.txt")
        assert result.exit_code == 2
        assert "RuntimeError" in result.stderr
        assert len(result.stderr.splitlines()) == 1


class TestRealFiles:
    @pytest.fixture
    def page(self, tmp_path: Path) -> Path:
        path = tmp_path / "page.md"
        path.write_text(PAGE, encoding="utf-8")
        return path

    def test_consistent_document(self, page: Path) -> None:
        result = run("check", page, "--fail-on", "warning")
        assert result.exit_code == 0
        findings = json.loads(run("check", page, "--format", "json").stdout)["findings"]
        assert all(finding["level"] == "note" for finding in findings)

    def test_planted_error(self, page: Path) -> None:
        page.write_text(PAGE.replace("支出452.36万元，占", "支出453.36万元，占"), encoding="utf-8")
        result = run("check", page)
        assert result.exit_code == 1
        assert "453.36" in result.stdout
        for name in ("json", "html"):
            assert "453.36" in run("check", page, "--format", name).stdout

    def test_waivers(self, page: Path, tmp_path: Path) -> None:
        page.write_text(PAGE.replace("支出452.36万元，占", "支出453.36万元，占"), encoding="utf-8")
        findings = json.loads(run("check", page, "--format", "json").stdout)["findings"]
        waivers = tmp_path / "waivers.toml"
        entry = '[[waiver]]\nfingerprint = "{}"\nverdict = "误报"\nwho = "张三"\nwhy = "口径不同"\n'
        waivers.write_text("".join(entry.format(finding["id"]) for finding in findings), encoding="utf-8")
        result = run("check", page, "--waivers", waivers, "--fail-on", "note")
        assert result.exit_code == 0
        assert "已豁免" in result.stdout
        assert "误报（张三）：口径不同" in result.stdout
        assert findings[0]["message"][:12] in result.stdout
        report = json.loads(run("check", page, "--waivers", waivers, "--format", "json").stdout)
        assert report["summary"]["errors"] == report["summary"]["warnings"] == report["summary"]["notes"] == 0
        assert report["findings"][0]["review"]["who"] == "张三"
        waivers.write_text(waivers.read_text(encoding="utf-8").replace("误报", "确认"), encoding="utf-8")
        result = run("check", page, "--waivers", waivers)
        assert result.exit_code == 1
        assert "确认（张三）" in result.stdout

    def test_waivers_that_are_of_no_use_or_wrong(self, page: Path, tmp_path: Path) -> None:
        waivers = tmp_path / "waivers.toml"
        waivers.write_text('[[waiver]]\nfingerprint = "0123456789ab"\nverdict = "误报"\n', encoding="utf-8")
        result = run("check", page, "--waivers", waivers)
        assert result.exit_code == 0
        assert "1 条豁免没有对上任何问题，可以删去：0123456789ab" in result.stderr
        waivers.write_text('[[waiver]]\nfingerprint = "0123456789ab"\nverdict = "?"\n', encoding="utf-8")
        result = run("check", page, "--waivers", waivers)
        assert result.exit_code == 2
        assert f"{waivers}:3：" in result.stderr
        assert result.stdout == ""

    @pytest.mark.parametrize("stage", ["document", "tables", "claims", "links"])
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_show(self, page: Path, stage: str, lang: str) -> None:
        result = run("show", stage, page, "--lang", lang)
        assert result.exit_code == 0
        assert "452.36" in result.stdout or stage == "tables"

    def test_show_one(self, page: Path) -> None:
        assert "187.64" in run("show", "tables", page, "--id", "T1").stdout
        assert "F1" in run("show", "claims", page, "--id", "F1").stdout
        wrong = run("show", "tables", page, "--id", "T77")
        assert wrong.exit_code == 2
        assert "没有表 T77" in wrong.stderr

    def test_missing_file(self, tmp_path: Path) -> None:
        for words in (["check"], ["show", "tables"]):
            result = run(*words, tmp_path / "missing.txt")
            assert result.exit_code == 2
            assert "missing.txt" in result.stderr
            assert len(result.stderr.splitlines()) == 1

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("empty.txt", b""),
            ("binary.txt", bytes(range(256)) * 64),
            ("old.doc", b"\xd0\xcf\x11\xe0" + bytes(600)),
            ("torn.pdf", b"%PDF-1.7\n%"),
        ],
    )
    def test_unreadable_file(self, tmp_path: Path, name: str, content: bytes) -> None:
        (tmp_path / name).write_bytes(content)
        for words in (["check"], ["show", "document"]):
            result = run(*words, tmp_path / name)
            assert result.exit_code == 2
            assert name in result.stderr
            assert "程序内部出错" not in result.stderr
            assert result.stdout == ""


def test_rules() -> None:
    result = run("rules")
    assert result.exit_code == 0
    assert all(rule.id in result.stdout for rule in registry())
    assert run("rules", "--lang", "en").exit_code == 0


@pytest.mark.parametrize("rule", registry(), ids=lambda rule: rule.id)
def test_explain(rule: object) -> None:
    one = next(r for r in registry() if r is rule)
    result = run("explain", one.id)
    assert result.exit_code == 0
    assert one.title in result.stdout
    assert len(result.stdout.splitlines()) > 3


def test_explain_by_catalogue_and_by_name() -> None:
    listed = [rule for rule in registry() if rule.catalogue]
    assert listed
    assert listed[0].id in run("explain", listed[0].catalogue[0].lower()).stdout
    assert listed[0].id in run("explain", listed[0].id.replace("-", "_")).stdout


def test_explain_suggests() -> None:
    result = run("explain", registry()[0].id + "x")
    assert result.exit_code == 2
    assert registry()[0].id in result.stderr


@pytest.mark.shared
@pytest.mark.parametrize("name", ["xinzhou-congress-2023", "zhanyi-congress-2023-performance"])
def test_real_documents(shared: Path, name: str) -> None:
    path = shared / "documents" / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    result = run("check", path, "--format", "json")
    report = json.loads(result.stdout)
    assert result.exit_code in (0, 1)
    assert report["figures"]
    for figure in report["figures"]:
        place = figure["location"]
        assert lines[place["line"] - 1][place["start"] : place["end"]] in figure["text"]
    assert run("check", path, "--level", "note").exit_code == result.exit_code
    assert "</html>" in run("check", path, "--format", "html").stdout


def test_annotated_copies(tmp_path: Path) -> None:
    import docx
    from reportlab.pdfgen.canvas import Canvas

    word, sheet, plain = tmp_path / "in" / "a.docx", tmp_path / "in" / "b.pdf", tmp_path / "in" / "c.md"
    word.parent.mkdir()
    document = docx.Document()
    document.add_paragraph("2023年度支出合计641.00万元，其中：基本支出452.36万元，占75.68%。")
    document.save(str(word))
    canvas = Canvas(str(sheet))
    canvas.drawString(60, 700, "Budget 2023")
    canvas.save()
    plain.write_text(PAGE, encoding="utf-8")
    run("check", word.parent, "--format", "pdf,docx,json", "--output", tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"a.audit.docx", "b.audit.pdf", "a.audit.json", "b.audit.json", "c.audit.json"}
    assert docx.Document(str(tmp_path / "out" / "a.audit.docx")).comments
    result = run("check", plain, "--format", "pdf", "--output", tmp_path / "x.pdf")
    assert result.exit_code == 2
    assert "不是 PDF 文件" in result.stderr
    result = run("check", word, "--format", "docx")
    assert result.exit_code == 2
    assert "--output" in result.stderr


class TestSeveralFiles:
    """A narrative and its tables in files of their own."""

    @pytest.fixture
    def parts(self, tmp_path: Path) -> tuple[Path, Path]:
        head, _, table = PAGE.partition("### 二、附表")
        prose, tables = tmp_path / "公开" / "说明.md", tmp_path / "公开" / "表.md"
        prose.parent.mkdir()
        prose.write_text(re.sub("640.00万元，.*", "641.00万元。", head), encoding="utf-8")
        tables.write_text(table, encoding="utf-8")
        return prose, tables

    def test_tables(self, parts: tuple[Path, Path]) -> None:
        prose, tables = parts
        assert run("check", prose).exit_code == 0
        result = run("check", prose, "--tables", tables, "--format", "json")
        assert result.exit_code == 1
        finding = json.loads(result.stdout)["findings"][0]
        assert finding["claimed"]["location"]["file"] == "说明.md"
        assert finding["evidence"][0]["location"]["file"] == "表.md"
        text = run("check", prose, "--tables", tables).stdout
        assert "说明.md" in text
        assert "表.md" in text

    def test_together(self, parts: tuple[Path, Path], tmp_path: Path) -> None:
        prose, tables = parts
        assert "共 2 份文档" in run("check", prose.parent).stdout
        for words in ((prose.parent, "--together"), (prose, tables, "--together"), (tables, "--together", "--tables", prose)):
            result = run("check", *words)
            assert result.exit_code == 1
            assert "份文档" not in result.stdout
        result = run("check", prose.parent, "--together", "--format", "html,json", "--output", f"{tmp_path / 'out'}/")
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["公开.audit.html", "公开.audit.json"]

    def test_archive(self, parts: tuple[Path, Path], tmp_path: Path) -> None:
        with ZipFile(tmp_path / "公开.zip", "w") as packed:
            for path in parts:
                packed.write(path, path.name)
        assert run("check", tmp_path / "公开.zip").exit_code == 1
        assert "支出决算表" in run("show", "tables", tmp_path / "公开.zip").stdout

    def test_show(self, parts: tuple[Path, Path]) -> None:
        assert "支出决算表" in run("show", "tables", parts[0], "--tables", parts[1]).stdout

    def test_what_makes_no_sense(self, parts: tuple[Path, Path]) -> None:
        prose, tables = parts
        for words in ((prose, tables, "--tables", tables), (prose.parent, "--tables", tables)):
            result = run("check", *words)
            assert result.exit_code == 2
            assert "--together" in result.stderr
        result = run("check", prose, "--tables", prose.with_name("没有.xlsx"))
        assert result.exit_code == 2
        assert "找不到" in result.stderr


def test_a_notice_is_no_failure(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<meta charset=utf-8><p>本年收入5万元。</p><iframe src='b.pdf'></iframe>", encoding="utf-8")
    result = run("check", page)
    assert result.exit_code == 0
    assert "内嵌了 1 个框架" in result.stdout
    assert json.loads(run("check", page, "--format", "json").stdout)["notices"][0]["stage"] == "read"
