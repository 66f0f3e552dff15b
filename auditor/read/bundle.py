"""Several files as one document: a narrative and its tables side by side, in a folder or in a .zip.

What each file holds follows under a heading with its name, prose before workbooks, and every run names its file. A file that
cannot be read is a fault of the document, not its end; the same document in two formats is read once, and what is no document at
all is only mentioned. Nothing is unpacked under a name that the archive chose, and archives in archives stay closed.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile
from zlib import error as ZlibError  # noqa: N812

from auditor.errors import ReadError
from auditor.model import Grid, GridCell, Passage, Run
from auditor.read.file import FILE_LIMIT, size
from auditor.read.source import Line, Source

FILES = 100
"""Files of one document."""
TOTAL_LIMIT = 1024 * 1024 * 1024
"""Bytes of all files of one document, unpacked."""
DEPTH = 4
"""How deep folders may stand in the folder."""
RATIO = 300
"""How many times its packed size a large file may have unpacked; beyond it, it is a bomb."""

PROSE = (".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".html", ".htm", ".mht", ".mhtml", ".pdf", ".ofd", ".md", ".markdown", ".txt")
"""Suffixes of documents; of two files that differ only in it, the earlier one is read."""
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
"""Suffixes of pictures: pages of a document, or its ornaments."""
TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv")
"""Suffixes of workbooks, likewise."""
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_PACKAGES = (".docx", ".docm", ".xlsx", ".xlsm", ".odt", ".ods", ".ofd", ".wps", ".et", ".doc", ".xls")
"""Suffixes of documents that may be zip packages themselves."""
_CLUTTER = re.compile(r"(?:^|/)(?:\.|~\$|__MACOSX(?:/|$)|Thumbs\.db$|desktop\.ini$)|\.audit\.\w+$", re.IGNORECASE)
_CHUNK = 1 << 20

Reader = Callable[[Path], Source]
"""Reads one file, whatever its format."""


@dataclass(slots=True)
class _Bundle:
    """The files of a folder or an archive."""

    members: dict[str, Path] = field(default_factory=dict)
    """Name in the bundle → where it can be read."""
    faults: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def source(path: Path, read: Reader) -> Source:
    """Read a folder or a .zip as one document; ``read`` reads each file in it.

    Raises:
        ReadError: it holds nothing that can be read, more than :data:`FILES` files or :data:`TOTAL_LIMIT` bytes; the archive is
            damaged, needs a password, leads out of itself or is a bomb.
    """
    if path.is_dir():
        return _read(path, _folder(path), read)
    size(path)
    with TemporaryDirectory(prefix="gouji-") as folder:
        return _read(path, _unpacked(path, Path(folder)), read)


def join(parts: Sequence[tuple[str, Source]]) -> Source:
    """Several files as one source, in the order given; each part comes with the name of its file.

    The first part opens the document; each further one stands under a heading with the name of its file.
    """
    blocks: list[Line | Grid] = []
    for name, part in parts:
        if blocks:
            stem = PurePosixPath(name).stem
            blocks.append(Line(stem, (Run(0, len(stem), file=name),), complete=True, heading=1, blank_before=True))
        blocks += [_named(block, name) for block in part.blocks]
    formats = {part.format for _, part in parts}
    pages = [part.pages for _, part in parts if part.pages is not None]
    return Source(
        formats.pop() if len(formats) == 1 else "bundle",
        sha256("".join(part.sha256 for _, part in parts).encode("ascii")).hexdigest(),
        tuple(blocks),
        next((part.title for _, part in parts if part.title), ""),
        sum(pages) if pages else None,
        tuple(f"{name}：{fault}" for name, part in parts for fault in part.faults),
        tuple(f"{name}：{notice}" for name, part in parts for notice in part.notices),
    )


def _read(path: Path, bundle: _Bundle, read: Reader) -> Source:
    """Read the files of a bundle, each document in the best of its formats."""
    members, faults, notices = bundle.members, bundle.faults, bundle.notices
    parts: list[tuple[str, Source]] = []
    seen: dict[str, str] = {}
    for versions in _versions(sorted(members, key=_natural)):
        for number, name in enumerate(versions):
            try:
                part = read(members[name])
            except ReadError as error:
                told = notices if PurePosixPath(name).suffix.lower() in PICTURES else faults
                told.append(f"{name} 未读取：{_about(error, members[name], name)}")
                continue
            if (twin := seen.setdefault(part.sha256, name)) != name:
                notices.append(f"{name} 与 {twin} 内容相同，只读一份")
            else:
                parts.append((name, part))
            notices += [f"{other} 与 {name} 同名，视为同一文件的另一种格式，未读取" for other in versions[number + 1 :]]
            break
    if not parts:
        told = (faults + notices)[:5]
        raise ReadError(f"{path} 中没有可以读取的文件。" + "".join(f"\n  {what}" for what in told))
    joined = join(parts)
    return replace(joined, faults=joined.faults + tuple(faults), notices=joined.notices + tuple(notices))


def _about(error: ReadError, place: Path, name: str) -> str:
    """What an error says of a file, under the name that the bundle gives it."""
    said = str(error).replace(str(place), "\0").replace(place.name, "\0")
    return said.removeprefix("\0").lstrip("：: ").replace("\0", name)


def _versions(names: list[str]) -> list[list[str]]:
    """The files grouped by document, best format first; prose in front of workbooks."""
    groups: dict[tuple[bool, str], list[str]] = {}
    for name in names:
        place = PurePosixPath(name)
        groups.setdefault((place.suffix.lower() in TABLES, str(place.with_suffix(""))), []).append(name)
    order = (*PROSE, *PICTURES, *TABLES)
    return [
        sorted(group, key=lambda name: order.index(PurePosixPath(name).suffix.lower()))
        for _, group in sorted(groups.items(), key=lambda item: item[0][0])
    ]


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that puts 附件2 in front of 附件10."""
    return tuple(
        (0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part) for part in re.split(r"(\d+)", name.lower()) if part
    )


def _wanted(name: str, bundle: _Bundle) -> bool:
    """Whether a file is to be read; what is left out is reported."""
    suffix = PurePosixPath(name).suffix.lower()
    if _CLUTTER.search(name):
        return False
    if suffix in _ARCHIVES:
        bundle.faults.append(f"{name} 未读取：不读取压缩包中的压缩包，请先解压")
        return False
    if suffix not in PROSE and suffix not in PICTURES and suffix not in TABLES:
        bundle.notices.append(f"{name} 未读取：不是可以审核的格式")
        return False
    return True


def _folder(path: Path) -> _Bundle:
    """The files of a folder by their names in it; links are not followed."""
    bundle = _Bundle()
    found = bundle.members
    total = 0
    for here, folders, files in os.walk(path, followlinks=False):
        inner = Path(here).relative_to(path)
        folders[:] = sorted(name for name in folders if not _CLUTTER.search(name)) if len(inner.parts) < DEPTH else []
        for file in sorted(files):
            name = (inner / file).as_posix()
            place = path / name
            if not _wanted(name, bundle):
                continue
            if place.is_symlink() or not place.is_file():
                bundle.notices.append(f"{name} 未读取：是链接，不是文件")
                continue
            found[name] = place
            total += place.stat().st_size
            if len(found) > FILES or total > TOTAL_LIMIT:
                raise ReadError(
                    f"{path} 超过 {FILES} 个文件或 {TOTAL_LIMIT // 1048576} MB，不像一份文档。请指定其中一份文档的文件夹，或逐个审核。"
                )
    return bundle


def _unpacked(path: Path, folder: Path) -> _Bundle:
    """The files of an archive by their names in it, unpacked into a folder under names of our own."""
    bundle = _Bundle()
    try:
        with ZipFile(path) as archive:
            entries = list(_entries(archive, path, bundle))
            for number, (name, entry) in enumerate(entries):
                place = folder / f"{number:03d}{PurePosixPath(name).suffix.lower()}"
                with archive.open(entry) as packed, place.open("wb") as unpacked:
                    _copy(packed, unpacked, entry.file_size)
                if is_zipfile(place) and place.suffix not in _PACKAGES:
                    bundle.faults.append(f"{name} 未读取：内容是压缩包，不读取压缩包中的压缩包")
                    continue
                bundle.members[name] = place
    except (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, ZlibError) as error:
        raise ReadError(f"{path} 已损坏或不是 .zip 压缩包，打不开。请重新下载，或解压后指定文件夹。") from error
    return bundle


def _entries(archive: ZipFile, path: Path, bundle: _Bundle) -> Iterator[tuple[str, ZipInfo]]:
    """The entries that are to be unpacked, with their names in readable form.

    Raises:
        ReadError: the archive is refused.
    """
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if any(entry.filename == "[Content_Types].xml" for entry in entries):
        raise ReadError(f"{path} 其实是 Office 文件。请把扩展名改为 .docx 或 .xlsx 后再审核。")
    wanted = []
    for entry in entries:
        name = _name(entry)
        place = PurePosixPath(name)
        if place.is_absolute() or ".." in place.parts or re.match("[A-Za-z]:", name):
            raise ReadError(f"{path} 含有指向压缩包之外的路径（{name}），未读取。")
        if stat.S_ISLNK(entry.external_attr >> 16):
            bundle.notices.append(f"{name} 未读取：是链接，不是文件")
        elif _wanted(name, bundle):
            wanted.append((name, entry))
    if len(wanted) > FILES or sum(entry.file_size for _, entry in wanted) > TOTAL_LIMIT:
        raise ReadError(f"{path} 解压后超过 {FILES} 个文件或 {TOTAL_LIMIT // 1048576} MB，不像一份文档，也可能是压缩炸弹，未读取。")
    for name, entry in wanted:
        if entry.flag_bits & 1:
            raise ReadError(f"{path} 需要密码才能解压。请解压后指定文件夹。")
        if entry.file_size > FILE_LIMIT or (entry.file_size > 64 * _CHUNK and entry.file_size > RATIO * entry.compress_size):
            raise ReadError(f"{path} 中的 {name} 解压后过大（{entry.file_size // 1048576} MB），可能是压缩炸弹，未读取。")
        yield name, entry


def _name(entry: ZipInfo) -> str:
    """The name of an entry; archives made on Chinese Windows write it in GBK and do not say so."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = entry.filename.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return name.replace("\\", "/")


def _copy(packed: IO[bytes], unpacked: IO[bytes], room: int) -> None:
    """Unpack one file, never more than the archive declares."""
    while room > 0 and (chunk := packed.read(min(_CHUNK, room))):
        unpacked.write(chunk)
        room -= len(chunk)


def _named(block: Line | Grid, name: str) -> Line | Grid:
    """A block whose runs name their file."""
    if isinstance(block, Line):
        return replace(block, runs=_runs(block.runs, name))
    return replace(
        block,
        rows=tuple(tuple(_cell(cell, name) for cell in row) for row in block.rows),
        before=tuple(_passage(passage, name) for passage in block.before),
    )


def _cell(cell: GridCell, name: str) -> GridCell:
    return replace(cell, runs=_runs(cell.runs, name)) if cell.runs else cell


def _passage(passage: Passage, name: str) -> Passage:
    return replace(passage, runs=_runs(passage.runs, name))


def _runs(runs: tuple[Run, ...], name: str) -> tuple[Run, ...]:
    return tuple(replace(run, file=name if run.file is None else f"{name}/{run.file}") for run in runs)
