"""Jinja filters: how instants, dates and amounts are written, in one place."""

from datetime import date as day
from datetime import datetime as instant

from tongban import money
from tongban.clock import local
from tongban.fields.masks import mask_id, mask_phone


def datetime_text(value: instant | None, *, seconds: bool = False) -> str:
    """An aware instant as ``2026年11月24日 17:30`` in Asia/Shanghai.

    Raises ValueError for one without offset.
    """
    if value is None:
        return ""
    here = local(value)
    clock = f"{here:%H:%M:%S}" if seconds else f"{here:%H:%M}"
    return f"{date_text(here.date())} {clock}"


def date_text(value: day | None) -> str:
    """A date, or the date of an aware instant in Asia/Shanghai, as ``2026年11月24日``."""
    if value is None:
        return ""
    if isinstance(value, instant):
        value = local(value).date()
    return f"{value.year}年{value.month}月{value.day}日"


def time_text(value: instant) -> str:
    """An aware instant as ``10:32:05`` in Asia/Shanghai."""
    return f"{local(value):%H:%M:%S}"


def iso(value: instant | day) -> str:
    """For the ``datetime`` attribute of ``<time>``: ISO 8601 with the offset of Asia/Shanghai."""
    return (local(value) if isinstance(value, instant) else value).isoformat()


def yuan(fen: int | None) -> str:
    """分 as ``12,500.00``; the unit stands beside it or in the column's head."""
    return "" if fen is None else money.format_yuan(fen)


def wan(fen: int | None) -> str:
    """分 as ``1.25 万元``, exact."""
    return "" if fen is None else money.format_wan(fen)


def daxie(fen: int | None) -> str:
    """分 in capital characters: ``壹佰元整``."""
    return "" if fen is None else money.daxie(fen)


def percent(bp: int | None) -> str:
    """Basis points as ``12.75%``."""
    return "" if bp is None else money.format_percent(bp)


def mask(value: str | None, head: int = 1, tail: int = 1) -> str:
    """Any other personal text with its middle hidden: ``王*明``; at least half is always hidden."""
    if not value:
        return ""
    room = len(value) // 2
    head = min(head, room)
    tail = min(tail, room - head)
    hidden = "*" * (len(value) - head - tail)
    return value[:head] + hidden + (value[-tail:] if tail else "")


def file_size(size: int) -> str:
    """Bytes as people read them: ``3.2 MB``, rounded up, so that no limit is understated."""
    for unit, name in ((1024 * 1024, "MB"), (1024, "KB")):
        if size >= unit:
            tenths = -(-size * 10 // unit)
            return f"{tenths // 10}.{tenths % 10} {name}" if tenths % 10 else f"{tenths // 10} {name}"
    return f"{size} 字节"


#: Name in templates → function.
FILTERS = {
    "datetime": datetime_text,
    "date": date_text,
    "time": time_text,
    "iso": iso,
    "yuan": yuan,
    "wan": wan,
    "daxie": daxie,
    "percent": percent,
    "mask": mask,
    "mask_id": mask_id,
    "mask_phone": mask_phone,
    "file_size": file_size,
}
