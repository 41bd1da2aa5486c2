"""Qualifications in words for people."""

from collections.abc import Sequence
from datetime import date, datetime

from market.qualifications.held import Held, Moment
from market.qualifications.kinds import NATURE_TITLES, Kind, Kinds
from tongban.clock import local


def day_text(day: date) -> str:
    """A day, as 2026年3月10日."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_text(moment: Moment) -> str:
    """A moment with its name, as 开标时间2026年3月12日 17:00."""
    clock = f" {local(moment.at):%H:%M}" if isinstance(moment.at, datetime) else ""
    return f"{moment.label}{day_text(moment.day)}{clock}"


def abolished_text(kind: Kind) -> str:
    """Why nobody may be asked for this kind any more; empty if it was never abolished."""
    if kind.abolished_on is None:
        return ""
    return f"{kind.name}已于{day_text(kind.abolished_on)}取消，不能再作为条件。"


def certificate_name(kind: Kind, grade: str = "", specialties: Sequence[str] = ()) -> str:
    """A certificate, as 测绘资质证书（工程测量，乙级）."""
    inside = "，".join(part for part in ("、".join(specialties), grade) if part)
    return f"{kind.name}（{inside}）" if inside else kind.name


def held_text(held: Held, kinds: Kinds) -> str:
    """What is held, with number and validity, as 测绘资质证书（工程测量，乙级），有效期至2026年3月10日."""
    kind = kinds.get(held.kind)
    name = certificate_name(kind, held.grade, held.specialties) if kind else held.kind
    number = f"，证书编号{held.number}" if held.number else ""
    until = f"有效期至{day_text(held.valid_until)}" if held.valid_until else "长期有效"
    return f"{name}{number}，{until}"


def nature_text(kind: Kind) -> str:
    """What stands behind a kind, for labels."""
    return NATURE_TITLES[kind.nature]
