"""CSV as Chinese offices save it: UTF-8 or GBK, with or without BOM, separated by comma, semicolon or tab."""

import csv
import io
from collections.abc import Mapping

from tongban.calendar.days import DayMark
from tongban.calendar.rows import Row

COLUMNS = ("date", "kind", "why")
MAX_BYTES = 1_000_000

_NAMES: Mapping[str, str] = {
    "日期": "date",
    "类型": "kind",
    "原因": "why",
    "名称": "why",
    "下班时间": "closes",
}
_SHOWN = {"date": "date（日期）", "kind": "kind（类型）", "why": "why（原因）"}
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message says why, in Chinese."""


def decode(data: bytes) -> str:
    """The text of a file. Raises Unreadable, naming the first line that is in no known encoding."""
    if len(data) > MAX_BYTES:
        raise Unreadable("文件超过 1 MB，不像是日历。")
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    for candidate in [encoding] if encoding else ["utf-8", "gb18030"]:
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
        else:
            if "\0" in text:
                raise Unreadable("文件里有空字节，请另存为 UTF-8 编码的 CSV。")
            return text
    raise Unreadable(f"第 {line} 行的编码不认识，请另存为 UTF-8。")


def csv_rows(data: bytes) -> list[Row]:
    """The rows below the header, each with the line it ends on. Raises Unreadable without a usable header."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    try:
        header = _header(next(reader, []))
        return [
            Row(reader.line_num, dict(zip(header, cells, strict=False)))
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise Unreadable(f"第 {reader.line_num} 行的引号或分隔符不对。") from error


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip().strip("\ufeff").lower() for cell in cells]
    names = [_NAMES.get(name, name) for name in names]
    missing = [_SHOWN[column] for column in COLUMNS if column not in names]
    if missing:
        raise Unreadable(f"第一行要写列名，缺少 {'、'.join(missing)}。")
    return names


def to_csv(marks: tuple[DayMark, ...]) -> str:
    """The same format the import reads, in plain UTF-8 text; ``closes`` only where some day closes early."""
    early = any(mark.closes for mark in marks)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, "closes"] if early else COLUMNS)
    for mark in marks:
        closes = mark.closes.strftime("%H:%M") if mark.closes else ""
        writer.writerow([mark.date.isoformat(), mark.kind.value, mark.why, *([closes] if early else [])])
    return out.getvalue()
