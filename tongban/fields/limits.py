"""Time limits with their unit, which is never guessed twice: ``5个工作日``, ``15日``."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

import colander

from tongban.fields.base import Type, node
from tongban.fields.chars import Refused, squeeze


class DayUnit(StrEnum):
    """What a limit counts."""

    WORKING = "working_day"
    CALENDAR = "calendar_day"


@dataclass(frozen=True)
class DayLimit:
    """So many working days (工作日) or calendar days (自然日)."""

    count: int
    unit: DayUnit

    def __str__(self) -> str:
        return f"{self.count} 个{'工作日' if self.unit is DayUnit.WORKING else '自然日'}"


def parse_day_limit(text: str, *, max: int = 3650) -> DayLimit:  # noqa: A002
    """``5个工作日`` → 5 working days; ``15日`` or ``15个自然日`` → 15 calendar days.

    A bare 日 is a calendar day, as the civil code counts; what is stored is shown again with its full unit.
    Raises ``Refused``.
    """
    found = re.fullmatch("([0-9]{1,9})个?(工作日|自然日|日历日|日|天)?", squeeze(text))
    if not found:
        raise Refused("请写成“5 个工作日”或“15 个自然日”。")
    if not found[2]:
        raise Refused("请写明单位：工作日还是自然日。")
    if not 1 <= int(found[1]) <= max:
        raise Refused(f"天数要在 1 到 {max} 之间。")
    return DayLimit(int(found[1]), DayUnit.WORKING if found[2] == "工作日" else DayUnit.CALENDAR)


class DayLimitType(Type):
    """A limit in days with its unit."""

    kind: ClassVar[str] = "day_limit"

    def __init__(self, *, max: int = 3650) -> None:  # noqa: A002
        self.max = max

    def read(self, text: str) -> DayLimit:
        return parse_day_limit(text, max=self.max)

    def show(self, value: DayLimit) -> str:
        if not isinstance(value, DayLimit):
            raise TypeError("a limit is a DayLimit")
        return str(value)

    def from_json(self, raw: Any) -> str:
        if not isinstance(raw, dict) or set(raw) != {"count", "unit"} or type(raw["count"]) is not int:
            raise Refused('期限要写成 {"count": 5, "unit": "working_day"} 这样。')
        if raw["unit"] not in tuple(DayUnit):
            raise Refused("期限的单位是 working_day（工作日）或 calendar_day（自然日）。")
        return str(DayLimit(raw["count"], DayUnit(raw["unit"])))

    def to_json(self, value: DayLimit) -> dict[str, Any]:
        return {"count": value.count, "unit": value.unit.value}

    def json_schema(self) -> dict[str, Any]:
        parts = {
            "count": {"type": "integer", "minimum": 1, "maximum": self.max},
            "unit": {"type": "string", "enum": [unit.value for unit in DayUnit]},
        }
        return {
            "type": "object",
            "properties": parts,
            "required": list(parts),
            "additionalProperties": False,
        }


def day_limit(title: str, *, max: int = 3650, **more: Any) -> colander.SchemaNode:  # noqa: A002
    """A limit in working or calendar days."""
    more.setdefault("hint", "例如 5个工作日、15个自然日；只写“日”的按自然日计算。")
    return node(DayLimitType(max=max), title, **more)
