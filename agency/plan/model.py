"""A plan: flat values that can be stored, shown again years later, and compared."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from agency.guides.items import TimeOf, Unit
from agency.plan.applies import Status
from agency.plan.limits import By, Days, LimitKind
from agency.plan.targets import Target
from agency.projects import Facts

FORMAT = "tongban-plan/1"


@dataclass(frozen=True)
class PlanItem:
    """One item of the catalogue as this project has it.

    ``start`` and ``end``: first and last day, None where it is not needed; those of an open item hold if it
    turns out to be needed. ``working_days``: from first to last day. ``slack``: working days it may be late
    without delaying the whole. ``after``: codes it waits for, ``soft`` those whose receipt suffices;
    ``bound_by``: the one that made it begin when it does. ``reads``: the facts its condition looks at.
    ``nodes``: the limits of the steps inside it, in words.
    """

    code: str
    name: str
    department: str
    stage: str
    status: Status
    why: str
    time_of: TimeOf
    counted: bool
    limit: Days
    statutory: str
    promised: str
    reads: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    due: date | None = None
    provisional: bool = False
    working_days: int = 0
    slack: int | None = None
    critical: bool = False
    after: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    bound_by: str = ""
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanEvent:
    """Something outside the catalogue that items wait for; ``given``: its date was stated, not computed."""

    code: str
    name: str
    day: date
    given: bool


@dataclass(frozen=True)
class StageTotal:
    """A stage: ``days`` along its longest path, ``summed`` if its items came one after the other."""

    code: str
    name: str
    days: int
    summed: int


@dataclass(frozen=True)
class Plan:
    """A whole plan. Totals in working days of those whose time counts (``counted``).

    ``total``: along the longest path of what is needed; ``total_all``: if every open item is needed too;
    ``elapsed``: of everything needed, whoever spends the time; ``path``: that longest path, item codes in
    order. ``unknown``: needed items nobody has confirmed a limit for, which take no time here.
    """

    facts: Facts
    region: str
    start: date
    by: By
    items: tuple[PlanItem, ...]
    events: tuple[PlanEvent, ...]
    stages: tuple[StageTotal, ...]
    total: int
    total_all: int
    elapsed: int
    path: tuple[str, ...]
    counted: tuple[str, ...]
    target: Target | None
    calendar_version: str
    guides_version: str
    rules_hash: str

    def __getitem__(self, code: str) -> PlanItem:
        """An item by its code. Raises KeyError."""
        for item in self.items:
            if item.code == code:
                return item
        raise KeyError(code)

    def with_status(self, *statuses: Status) -> tuple[PlanItem, ...]:
        """The items of some statuses, in the order of the guides."""
        return tuple(item for item in self.items if item.status in statuses)

    @property
    def end(self) -> date:
        """The last day of everything that is needed."""
        return max((i.end for i in self.with_status(Status.NEEDED) if i.end), default=self.start)

    @property
    def provisional(self) -> bool:
        """Whether a date of something needed rests on a year without an official calendar."""
        return any(item.provisional for item in self.with_status(Status.NEEDED))

    @property
    def unknown(self) -> tuple[PlanItem, ...]:
        """Needed items whose limit nobody has confirmed."""
        needed = self.with_status(Status.NEEDED)
        return tuple(item for item in needed if item.limit.kind is LimitKind.UNKNOWN)

    def to_json(self) -> dict[str, Any]:
        """The plan as plain JSON values; ``from_json`` gives it back."""
        plain = {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name != "facts"}
        return {"format": FORMAT, "facts": self.facts.to_json(), **plain}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Plan":
        """A stored plan. Raises ValueError for another format."""
        if document.get("format") != FORMAT:
            raise ValueError(f"no plan of format {FORMAT}")
        raw = {name: value for name, value in document.items() if name != "format"}
        return cls(
            **{
                **raw,
                "facts": Facts.from_json(raw["facts"]),
                "start": date.fromisoformat(raw["start"]),
                "by": By(raw["by"]),
                "items": tuple(_item(item) for item in raw["items"]),
                "events": tuple(
                    PlanEvent(**{**event, "day": date.fromisoformat(event["day"])}) for event in raw["events"]
                ),
                "stages": tuple(StageTotal(**stage) for stage in raw["stages"]),
                "path": tuple(raw["path"]),
                "counted": tuple(raw["counted"]),
                "target": Target(**raw["target"]) if raw["target"] else None,
            }
        )


def _item(raw: Mapping[str, Any]) -> PlanItem:
    limit = raw["limit"]
    days = {name: date.fromisoformat(raw[name]) if raw[name] else None for name in ("start", "end", "due")}
    codes = {name: tuple(raw[name]) for name in ("reads", "missing", "after", "soft", "nodes")}
    return PlanItem(
        **{
            **raw,
            **days,
            **codes,
            "status": Status(raw["status"]),
            "time_of": TimeOf(raw["time_of"]),
            "limit": Days(
                LimitKind(limit["kind"]),
                limit["value"],
                Unit(limit["unit"]),
                limit["demo"],
                tuple(limit["missing"]),
            ),
        }
    )


def _plain(value: Any) -> Any:
    """Dataclasses, dates, enumerations and tuples as JSON has them."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return _plain(asdict(value))
    return getattr(value, "value", value)
