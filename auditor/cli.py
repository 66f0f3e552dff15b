"""The commands. The only module that prints or exits; everything heavy is imported by the command that needs it."""

from __future__ import annotations

import io
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from auditor import __version__
from auditor.errors import AuditorError, ConfigError
from auditor.report import COPIES, FORMATS, JOINED

if TYPE_CHECKING:
    from rich.progress import Progress

    from auditor.check.rule import Rule
    from auditor.config import Config
    from auditor.model import Audit, Review
    from auditor.report.sheets import Sheet

LEVELS = ("error", "warning", "note")
SUFFIXES = frozenset(
    ".txt .text .md .markdown .tsv .csv .pdf .docx .docm .doc .wps .rtf .odt .xlsx .xlsm .xls .et .ods .html .htm .xhtml .shtml .mht .mhtml "
    ".zip".split()
)
"""What a folder is searched for."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Shell(click.Group):
    """A command group that answers every error with one line on stderr and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            click.echo("已中断", err=True)
            return ctx.exit(130)
        except AuditorError as error:
            _complain(str(error), debug=_debugging(ctx))
        except OSError as error:
            _complain(_system(error), debug=_debugging(ctx))
        except Exception as error:
            _complain(_internal(error), debug=_debugging(ctx))
        return ctx.exit(2)


def _debug_option(command: _Command) -> _Command:
    def remember(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        ctx.meta["auditor.debug"] = value or ctx.meta.get("auditor.debug", False)

    option = click.option("--debug", is_flag=True, expose_value=False, callback=remember, help="出错时显示完整的调用栈。")
    return option(command)


def _lang_option(command: _Command) -> _Command:
    return click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="报告的语言。")(command)


def _config_option(command: _Command) -> _Command:
    text = "配置文件；不给则从文档所在的文件夹起向上找 auditor.toml（或 pyproject.toml 的 [tool.auditor]），再从当前文件夹起找。"
    return click.option("--config", metavar="FILE", type=click.Path(path_type=Path), help=text)(command)


def _debugging(ctx: click.Context) -> bool:
    return bool(ctx.meta.get("auditor.debug", False))


def _complain(message: str, *, debug: bool = False) -> None:
    """One line on stderr, and the traceback of the error that is being handled where it was asked for."""
    if debug and sys.exc_info()[0] is not None:
        import traceback

        click.echo(traceback.format_exc(), err=True, nl=False)
    click.echo(click.style("错误：", fg="red", bold=True) + " ".join(message.split()), err=True)


def _internal(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"程序内部出错（{type(error).__name__}{f': {text[:200]}' if text else ''}）；请加 --debug 重跑，并把输出交给开发者"


def _system(error: OSError) -> str:
    where = f"{error.filename}：" if error.filename else ""
    return f"{where}{error.strerror or error}；请检查路径、权限和磁盘空间"


def _formats(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise click.BadParameter(f"没有格式 {'、'.join(unknown) or '（空）'}；可用：{'、'.join(FORMATS)}，多个用逗号分开")
    return names


def _place(_: click.Context, __: click.Parameter, value: str | None) -> Path | None:
    """The place of the reports; one that is written like a folder (``out/``) becomes one."""
    if value is None:
        return None
    if value.endswith(("/", os.sep)):
        Path(value).mkdir(parents=True, exist_ok=True)
    return Path(value)


@click.group(cls=Shell, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="auditor", message="%(prog)s %(version)s")
@_debug_option
def main() -> None:
    """勾稽：核对决算、预算公开文本里的数字与表格，列出互相矛盾之处。

    Holds every number of a disclosure's narrative against its tables and against its other numbers.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    default="text",
    show_default=True,
    callback=_formats,
    metavar="NAME[,NAME]",
    help=f"报告的格式：{'、'.join(FORMATS)}；多个用逗号分开。",
)
@click.option(
    "--tables",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="与 FILE 同属一份文档的另一个文件（如单独公布的决算表）；可重复。",
)
@click.option("--previous", metavar="FILE", type=click.Path(path_type=Path), help="上年的公开：核对上年数、年初结转和没有更新的文字。")
@click.option("--budget", metavar="FILE", type=click.Path(path_type=Path), help="同年的预算公开：核对年初预算、“三公”经费预算和项目。")
@click.option("--copy", metavar="FILE", type=click.Path(path_type=Path), help="同一公开的另一个版本：核对两者的数。")
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="部门所属的一个单位（含本级）的公开：核对部门数与各单位之和；可重复。",
)
@click.option("--together", is_flag=True, help="把给出的文件、文件夹里的全部文件当作一份文档审核；不给则逐个审核。")
@click.option("--output", type=click.Path(), callback=_place, metavar="FILE|DIR", help="写到文件；多份文档或多种格式时写到文件夹。")
@click.option(
    "--waivers",
    "waived",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="豁免文件（TOML，HTML 报告里可以导出）：其中的误报照列，不再计入；可重复。",
)
@_config_option
@_lang_option
@click.option("--level", type=click.Choice(LEVELS), default="warning", show_default=True, help="终端报告列出哪个级别以上的问题。")
@click.option(
    "--fail-on", type=click.Choice([*LEVELS, "never"]), default="error", show_default=True, help="有这个级别以上的问题时，退出码为 1。"
)
@_debug_option
@click.pass_context
def check(
    ctx: click.Context,
    files: Sequence[Path],
    formats: Sequence[str],
    tables: Sequence[Path],
    previous: Path | None,
    budget: Path | None,
    copy: Path | None,
    units: Sequence[Path],
    together: bool,
    output: Path | None,
    waived: Sequence[Path],
    config: Path | None,
    lang: str,
    level: str,
    fail_on: str,
) -> None:
    """审核文档（文件、文件夹或 .zip；.zip 里的全部文件是一份文档）。

    退出码：0 没有达到 --fail-on 级别的问题；1 有；2 有文档没能审成，或有内容没能读出（其余文档照常审完）。
    """
    if tables and not together and (len(files) > 1 or files[0].is_dir()):
        raise ConfigError("--tables 只能与一份文档同用；要把几个文件、一个文件夹当作一份文档，请加 --together")
    if together:
        files, tables = files[:1], (*files[1:], *tables)
    others = {which: path for which, path in (("previous", previous), ("budget", budget), ("copy", copy)) if path is not None}
    others |= {f"unit {number}": path for number, path in enumerate(units, 1)}
    if others and not together and (len(files) > 1 or files[0].is_dir()):
        raise ConfigError(f"--{next(iter(others)).split()[0]} 只能与一份文档同用")
    if missing := [path for path in (*tables, *others.values()) if not path.exists()]:
        raise ConfigError(f"{missing[0]}：找不到这个文件；请检查路径和文件名")
    several = not together and (len(files) > 1 or files[0].is_dir())
    paths, code = _documents(files, whole=together)
    places = _places(paths, formats, output, several=several)
    configs = {path: _settled(path, config) for path in paths}
    reviews = _Reviews(dict.fromkeys((*waived, *(file for settled in configs.values() for file in settled.waivers))))
    parts: list[Any] = []
    totals: Counter[str] = Counter()
    began = time.monotonic()

    def deliver(found: Audit, path: Path, shape: Shape) -> None:
        for name in formats:
            target = places.get((path, name))
            if several and name in COPIES and not _is(path, name):
                continue  # one of many; the others have their copies
            if target is not None:
                _save(target, _copy(found, path, name, shape) if name in COPIES else _render(found, path, name, shape))
            elif name in JOINED:
                parts.append(_part(found, name, shape))
            elif name == "text":
                text = _text(found, shape, terminal=True)
                click.echo(f"\n{'─' * _width()}\n\n{text}" if totals["documents"] else text, nl=False)
            else:
                content = _render(found, path, name, shape)
                click.echo(content.encode() if isinstance(content, str) else content, nl=False)

    for done, path in enumerate(paths):
        with _one_line(path, debug=_debugging(ctx)) as failed:
            shape = _shape(ctx, configs[path])
            with _waiting(path, done, len(paths), began, shape.lang):
                found = reviews.applied(_audited(path, tables, configs[path], others))
            code = max(code, _code(found, shape.fail_on))
            deliver(found, path, shape)
            totals.update(["documents", *(finding.level.value for finding in found.findings if not finding.waived)])
        code = max(code, *failed)
    if formats[0] in JOINED and not places and (parts or several):
        _save_or_print(output, _joined(parts, formats[0], several=several))
    if several and "text" in formats and not places:
        click.echo("\n" + _total(totals, lang))
    reviews.complain()
    ctx.exit(code)


def _documents(files: Sequence[Path], *, whole: bool) -> tuple[list[Path], int]:
    """The documents to audit, and the exit code so far: 2 when one does not exist; a folder is searched unless it is one as a ``whole``."""
    paths: list[Path] = []
    code = 0
    for file in files:
        if file.is_dir() and not whole:
            inside = sorted(p for p in file.rglob("*") if p.is_file() and _wanted(p.relative_to(file)))
            if not inside:
                _complain(f"{file}：文件夹里没有可审核的文件（{'、'.join(sorted(SUFFIXES))}）")
                code = 2
            paths.extend(inside)
        elif file.exists():
            paths.append(file)
        else:
            _complain(f"{file}：找不到这个文件；请检查路径和文件名")
            code = 2
    return list(dict.fromkeys(paths)), code


def _wanted(path: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return not hidden and path.suffix.lower() in SUFFIXES and not path.stem.endswith(".audit")


def _places(paths: Sequence[Path], formats: Sequence[str], output: Path | None, *, several: bool) -> dict[tuple[Path, str], Path]:
    """Where each report of each document is written; those that are missing are printed, or joined (JSON of several documents).

    Raises:
        ConfigError: several reports would have to go to one place.
    """
    joined = len(formats) == 1 and formats[0] in JOINED
    if output is None:
        if len(formats) > 1:
            raise ConfigError("多种格式不能都写到终端；请用 --output 指定文件夹，或一次只要一种格式")
        if formats[0] in COPIES or formats[0] == "xlsx":
            raise ConfigError(f"{formats[0]} 报告不能写到终端；请用 --output 指定文件或文件夹")
        if formats[0] != "text" and not joined and several:
            raise ConfigError(f"多份文档的 {formats[0]} 报告不能都写到终端；请用 --output 指定文件夹")
        return {}
    folder = output.is_dir() or len(formats) > 1 or (several and not joined)
    if folder and output.is_file():
        raise ConfigError(f"{output}：是一个文件，放不下多份报告；请用 --output 指定文件夹")
    if not folder:
        if any(output.exists() and path.samefile(output) for path in paths):
            raise ConfigError(f"{output}：报告会覆盖被审核的文档；请换一个 --output")
        return {} if several else {(path, formats[0]): output for path in paths}
    stems = Counter(path.stem for path in paths)
    taken: set[str] = set()
    found: dict[tuple[Path, str], Path] = {}
    for path in paths:
        plain = (path.stem if stems[path.stem] == 1 else path.name) or path.resolve().name
        stem, number = plain, 2
        while stem in taken:
            stem, number = f"{plain}-{number}", number + 1
        taken.add(stem)
        for name in formats:
            found[path, name] = output / f"{stem}.audit.{FORMATS[name]}"
    return found


class _Reviews:
    """What reviewers have decided, and which of it was of use."""

    def __init__(self, files: Collection[Path]) -> None:
        self.reviews: tuple[Review, ...] = ()
        self.used: set[Review] = set()
        self.meant: set[Review] = set()
        if files:
            from auditor import waivers

            self.reviews = tuple(review for file in files for review in waivers.load(file))

    def applied(self, audit: Audit) -> Audit:
        """The audit with its findings reviewed."""
        if not self.reviews:
            return audit
        from auditor import waivers

        audit, unused = waivers.apply(audit, self.reviews)
        self.used |= {finding.review for finding in audit.findings if finding.review is not None}
        self.meant |= set(unused)
        return audit

    def complain(self) -> None:
        """Say which waivers fit no finding of the documents that they are meant for: they can go."""
        idle = [review.fingerprint for review in self.reviews if review.waives and review in self.meant - self.used]
        if idle:
            click.echo(f"提示：{len(idle)} 条豁免没有对上任何问题，可以删去：{'、'.join(idle)}", err=True)


def _settled(path: Path, config: Path | None) -> Config:
    """The configuration of a document: the one that was given, or the nearest."""
    from auditor.pipeline import configured

    return configured(config, near=(path, Path.cwd()))


def _shape(ctx: click.Context, config: Config) -> Shape:
    """How the reports of a document look: as the options say, else as its configuration does."""

    def chosen(name: str, settled: str) -> str:
        said: str = ctx.params[name]
        return settled if settled and ctx.get_parameter_source(name) is ParameterSource.DEFAULT else said

    return Shape(chosen("lang", config.lang), chosen("level", config.level), chosen("fail_on", config.fail_on))


def _audited(path: Path, tables: Sequence[Path], config: Config, others: Mapping[str, Path]) -> Audit:
    from auditor.pipeline import audit

    return audit(path, tables, config, others)


@contextmanager
def _one_line(path: Path, *, debug: bool) -> Iterator[list[int]]:
    """Whatever goes wrong with one document is one line on stderr and a 2 in the list; the next document has its turn."""
    failed = [0]
    try:
        yield failed
    except BrokenPipeError:
        raise
    except AuditorError as error:
        text = str(error)
        _complain(text if path.name in text else f"{path}：{text}", debug=debug)
        failed.append(2)
    except OSError as error:
        _complain(f"{path}：{_system(error)}" if error.filename is None else _system(error), debug=debug)
        failed.append(2)
    except Exception as error:
        _complain(f"{path}：{_internal(error)}", debug=debug)
        failed.append(2)


def _code(audit: Audit, fail_on: str) -> int:
    if audit.faults:
        return 2
    loud = LEVELS[: LEVELS.index(fail_on) + 1] if fail_on != "never" else ()
    return int(any(finding.level in loud and not finding.waived for finding in audit.findings))


@dataclass(frozen=True, slots=True)
class Shape:
    """What the options say of how a report looks."""

    lang: str
    level: str
    fail_on: str


def _render(audit: Audit, path: Path, name: str, shape: Shape) -> str | bytes:
    """One report of one document."""
    lang = shape.lang
    if name in JOINED:
        return _joined([_part(audit, name, shape)], name, several=False)
    if name == "html":
        from auditor.report import html

        return html.render(audit, lang=lang, titles=_titles(lang), manuals=_manuals(), sheets=_sheets(audit, path))
    if name == "xlsx":
        from auditor.report import xlsx

        return xlsx.render(audit, lang=lang, titles=_titles(lang))
    return _text(audit, shape)


def _sheets(audit: Audit, path: Path) -> tuple[Sheet, ...]:
    """Pictures of the pages of a PDF; none of another format, of several files, or of a file that was changed since."""
    if audit.document.format != "pdf" or _several(audit) or not _is(path, "pdf"):
        return ()
    from hashlib import sha256

    from auditor.report import sheets

    original = path.read_bytes()
    return sheets.sheets(audit, original) if sha256(original).hexdigest() == audit.document.sha256 else ()


def _is(path: Path, name: str) -> bool:
    """Whether a file is of the format that an annotated copy is made of."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(1024)
    return b"%PDF-" in head if name == "pdf" else head.startswith(b"PK\x03\x04") and path.suffix.lower() in (".docx", ".docm")


def _copy(audit: Audit, path: Path, name: str, shape: Shape) -> bytes:
    """The annotated copy of an audited file.

    Raises:
        ConfigError: it is of another format, or was changed during the audit.
    """
    from hashlib import sha256
    from importlib import import_module

    if not _is(path, name):
        raise ConfigError(f"{path}：不是 {COPIES[name]} 文件，没有批注版；请改用其他格式的报告，或对文件夹里的文件逐个审核")
    original = path.read_bytes()
    if audit.document.format == name and not _several(audit) and sha256(original).hexdigest() != audit.document.sha256:
        raise ConfigError(f"{path}：文件在审核期间被改动，没有写批注版；请重新审核")
    content: bytes = import_module(f"auditor.report.{name}").render(
        audit, original, lang=shape.lang, titles=_titles(shape.lang), name=path.name
    )
    return content


def _several(audit: Audit) -> bool:
    """Whether the document was put together from several files."""
    return any(run.file is not None for passage in audit.document.passages for run in passage.runs)


def _text(audit: Audit, shape: Shape, *, terminal: bool = False) -> str:
    """The report for the ``terminal``, in its colour and width, or for a file."""
    from auditor.report import terminal as text

    width, color = (_width(), _color()) if terminal else (100, False)
    return text.render(audit, lang=shape.lang, level=shape.level, titles=_titles(shape.lang), width=width, color=color)


def _part(audit: Audit, name: str, shape: Shape) -> Any:
    """What one document is in a form that holds several."""
    lang = shape.lang
    if name == "sarif":
        from auditor.report import sarif

        return sarif.part(audit, lang=lang, titles=_titles(lang), manuals=_manuals())
    if name == "junit":
        from auditor.report import junit

        return junit.part(audit, lang=lang, titles=_titles(lang), fail_on=shape.fail_on)
    if name == "markdown":
        from auditor.report import markdown

        return markdown.part(audit, lang=lang, titles=_titles(lang))
    return audit.to_dict()


def _joined(parts: Sequence[Any], name: str, *, several: bool) -> str:
    """One file of the parts; JSON of several documents is an array, of one an object."""
    from importlib import import_module

    if name != "json":
        text: str = import_module(f"auditor.report.{name}").join(parts)
        return text
    from auditor.report import json_v1

    return json_v1.dump(parts if several else parts[0])


def _titles(lang: str) -> dict[str, str]:
    from auditor.check.run import registry

    return {rule.id: rule.title_en if lang == "en" else rule.title for rule in registry()}


def _manuals() -> dict[str, str]:
    from auditor.check.run import registry

    return {rule.id: _manual(rule) for rule in registry()}


def _manual(rule: Rule) -> str:
    """The manual page of a rule: the docstring of its module."""
    import inspect

    return inspect.cleandoc(getattr(sys.modules.get(rule.module), "__doc__", None) or rule.title_en)


def _color() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _width() -> int:
    import shutil

    return max(40, min(shutil.get_terminal_size((100, 40)).columns, 140))


def _save(path: Path, content: str | bytes) -> None:
    from auditor.report import write

    write(path, content)
    click.echo(f"已写入 {path}", err=True)


def _save_or_print(output: Path | None, content: str) -> None:
    if output is None:
        click.echo(content.encode(), nl=False)
    else:
        _save(output, content)


def _total(totals: Counter[str], lang: str) -> str:
    from auditor.report.text_of import say

    summary = " · ".join(f"{say(level, lang)} {totals[level]}" for level in LEVELS)
    return say("total-documents", lang, documents=totals["documents"], summary=summary)


@contextmanager
def _waiting(path: Path, done: int, total: int, began: float, lang: str) -> Iterator[None]:
    """A bar on stderr while a document is audited, once all the work takes longer than a second and stderr is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    bars: list[Progress] = []

    def start() -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        label = "审核 " if lang == "zh" else "Auditing "
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        bar.add_task(label + path.name, completed=done, total=total if total > 1 else None)
        bars.append(bar)
        bar.start()

    timer = threading.Timer(max(0.0, began + 1 - time.monotonic()), start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        for bar in bars:
            bar.stop()


@main.command()
@click.argument("stage", type=click.Choice(["document", "tables", "claims", "links"]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--tables", multiple=True, metavar="FILE", type=click.Path(path_type=Path), help="同属这份文档的另一个文件；可重复。")
@click.option("--id", "identity", default="", metavar="ID", help="只看这一个：表 T3、陈述 F41。")
@_config_option
@_lang_option
@_debug_option
def show(stage: str, file: Path, tables: Sequence[Path], identity: str, config: Path | None, lang: str) -> None:
    """看一份文档在某一步的样子：读出的结构、表格、提取的陈述、与单元格的对应。文件夹和 .zip 是一份文档。"""
    for path in (file, *tables):
        if not path.exists():
            raise ConfigError(f"{path}：找不到这个文件；请检查路径和文件名")
    from auditor.lexicon import adding

    settled = _settled(file, config)
    with adding(settled.added):
        click.echo(_shown(stage, file, tables, identity, lang, settled), nl=False)


def _shown(stage: str, file: Path, tables: Sequence[Path], identity: str, lang: str, config: Config) -> str:
    from auditor.read import read
    from auditor.report import stages

    document = read(file, tables, config.given)
    width, color = _width(), _color()
    if stage == "document":
        return stages.document(document, lang=lang, width=width, color=color)
    if stage == "tables":
        return stages.tables(document, identity, lang=lang, width=width, color=color)
    from auditor.extract import extract

    claims = extract(document)
    if stage == "claims":
        return stages.claims(claims, identity, lang=lang, width=width, color=color)
    from auditor.link import link

    return stages.links(link(document, claims), identity, lang=lang, width=width, color=color)


@main.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="已有配置文件时覆盖它。")
@_debug_option
def init(folder: Path, force: bool) -> None:
    """在文件夹（不给则当前文件夹）里写一份带注释的配置文件 auditor.toml。"""
    from auditor.config import NAME, template
    from auditor.report import write

    target = folder / NAME
    if target.exists() and not force:
        raise ConfigError(f"{target}：已经有了；要覆盖请加 --force")
    folder.mkdir(parents=True, exist_ok=True)
    write(target, template())
    click.echo(f"已写入 {target}", err=True)


@main.group()
def lexicon() -> None:
    """词表：检查补充的词表。"""


@lexicon.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@_debug_option
@click.pass_context
def check_lexicons(ctx: click.Context, files: Sequence[Path]) -> None:
    """检查词表（.yaml、.tsv）：逐条列出问题和所在的行。

    按同名的自带词表检查；名字不同的，按键或表头最相近的一份。退出码：0 没有问题；1 有。
    """
    from auditor.lexicon_check import kind, validate

    code = 0
    for file in files:
        problems = validate(file)
        for problem in problems:
            click.echo(str(problem))
        if not problems:
            click.echo(f"{file}：没有问题（补充 {kind(file)}）")
        code = max(code, int(bool(problems)))
    ctx.exit(code)


@main.command()
@_lang_option
@_debug_option
def rules(lang: str) -> None:
    """列出全部规则。"""
    from auditor.check.run import registry
    from auditor.report import stages

    listed = tuple((rule.id, rule.title_en if lang == "en" else rule.title, rule.level.value, rule.catalogue) for rule in registry())
    click.echo(stages.rules(listed, lang=lang, width=_width(), color=_color()), nl=False)


@main.command()
@click.argument("rule", metavar="RULE")
@_debug_option
def explain(rule: str) -> None:
    """解释一条规则（编号如 text-table.amount，或目录编号如 NT-01）。"""
    from auditor import measured

    found = _find(rule)
    for position, one in enumerate(found):
        manual = "\n\n".join(filter(None, (_manual(one), measured.of(one.id))))
        head = f"{one.id} · {one.title} · {one.level.value}" + (f" · {' '.join(one.catalogue)}" if one.catalogue else "")
        click.echo(("\n" if position else "") + click.style(head, bold=True) + "\n\n" + manual)


def _find(name: str) -> list[Rule]:
    """The rules with that id, that name or that catalogue id.

    Raises:
        ConfigError: there is none; suggests those that look alike.
    """
    from difflib import get_close_matches

    from auditor.check.run import registry

    wanted = name.strip().lower().replace("_", "-")
    known = {rule.id: rule for rule in registry()}
    found = [known[wanted]] if wanted in known else [r for r in known.values() if wanted in {c.lower() for c in r.catalogue}]
    found = found or [rule for identity, rule in known.items() if identity.rpartition(".")[2] == wanted]
    if found:
        return found
    near = get_close_matches(wanted, known, n=3, cutoff=0.4)
    raise ConfigError(f"没有规则 {name}；{'相近的有 ' + '、'.join(near) + '，' if near else ''}auditor rules 列出全部规则")
