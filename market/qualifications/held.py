"""What an intermediary holds, and the moments on which it must hold it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from tongban.clock import local


@dataclass(frozen=True)
class Moment:
    """A moment that counts, with its name for people (报名截止, 开标时间). ``at``: aware, or a day."""

    label: str
    at: datetime | date

    @property
    def day(self) -> date:
        """The day in China on which the moment falls. Raises ValueError for a datetime without an offset."""
        return local(self.at).date() if isinstance(self.at, datetime) else self.at


class Certificate(Protocol):
    """A stored record of a certificate, as enrolment keeps it."""

    kind: Any
    specialties: Any
    grade: Any
    certificate_number: Any
    valid_from: Any
    valid_until: Any
    extra: Any


@dataclass(frozen=True)
class Held:
    """One certificate or registration, or one grade of it where specialties differ in grade.

    ``valid_until`` is the last day on which it holds; None means without end. ``issued_on`` decides which
    rule book its grade belongs to; without it ``valid_from`` does.
    """

    kind: str
    specialties: tuple[str, ...] = ()
    grade: str = ""
    number: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    issued_on: date | None = None

    @property
    def regime_day(self) -> date | None:
        """The day that decides the rule book."""
        return self.issued_on or self.valid_from

    @classmethod
    def of(cls, record: Certificate) -> "Held":
        """From a stored record; the day of issue stands in its ``extra`` under ``issued_on``."""
        issued = (record.extra or {}).get("issued_on")
        return cls(
            kind=record.kind,
            specialties=tuple(record.specialties or ()),
            grade=record.grade or "",
            number=record.certificate_number or "",
            valid_from=record.valid_from,
            valid_until=record.valid_until,
            issued_on=date.fromisoformat(issued) if issued else None,
        )

    def to_json(self) -> dict[str, Any]:
        """A JSON document that ``from_json`` reads back."""
        days = {name: getattr(self, name) for name in ("valid_from", "valid_until", "issued_on")}
        return {
            "kind": self.kind,
            "specialties": list(self.specialties),
            "grade": self.grade,
            "number": self.number,
            **{name: day.isoformat() if day else None for name, day in days.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Held":
        """Read what ``to_json`` wrote. Raises KeyError, TypeError or ValueError for anything else."""

        def day(name: str) -> date | None:
            text = data.get(name)
            return date.fromisoformat(text) if text else None

        return cls(
            kind=data["kind"],
            specialties=tuple(data.get("specialties", ())),
            grade=data.get("grade", ""),
            number=data.get("number", ""),
            valid_from=day("valid_from"),
            valid_until=day("valid_until"),
            issued_on=day("issued_on"),
        )
