"""Approval items (审批事项): who decides, within what limit, after what, on what basis.

Units stand with every number: 60 calendar days and 20 working days are not the same kind of thing. Each fact
is marked found (read in the text its source names) or background (general knowledge, shown as 演示值).
"""

from dataclasses import dataclass
from enum import StrEnum

from agency.projects import ALWAYS, FUNDING_WORDS, Condition, Funding

__all__ = [
    "CLOCK_WORDS",
    "FUNDING_WORDS",
    "TIME_WORDS",
    "UNIT_WORDS",
    "ApprovalItem",
    "Basis",
    "ClockStart",
    "Edge",
    "EdgeKind",
    "Event",
    "Funding",
    "Limit",
    "Mark",
    "NodeLimit",
    "Origin",
    "Stage",
    "TimeOf",
    "Unit",
]


class Unit(StrEnum):
    """Working days or calendar days."""

    WD = "WD"
    CD = "CD"


UNIT_WORDS = {Unit.WD: "个工作日", Unit.CD: "个自然日"}


class Mark(StrEnum):
    """How far a fact may be relied on."""

    FOUND = "found"
    BACKGROUND = "background"


class ClockStart(StrEnum):
    """What starts the clock."""

    RECEIVED = "received"
    ACCEPTED = "accepted"


CLOCK_WORDS = {ClockStart.RECEIVED: "自收到申请之日起算", ClockStart.ACCEPTED: "自受理之日起算"}


class TimeOf(StrEnum):
    """Who spends the days of an item; regions count only some of them in their targets."""

    DEPARTMENT = "department"
    INTERMEDIARY = "intermediary"
    UTILITY = "utility"
    APPLICANT = "applicant"


TIME_WORDS = {
    TimeOf.DEPARTMENT: "审批部门",
    TimeOf.INTERMEDIARY: "中介机构",
    TimeOf.UTILITY: "公用企业",
    TimeOf.APPLICANT: "申请人",
}


class EdgeKind(StrEnum):
    """hard: needs the predecessor's result; soft: accepted on its receipt, decided after its result."""

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True)
class Origin:
    """Where a fact comes from."""

    mark: Mark = Mark.BACKGROUND
    source: str = ""


@dataclass(frozen=True)
class Limit:
    """A number of days with its unit; ``when`` and ``applies_if``: in which case it holds, if not in all."""

    value: int
    unit: Unit
    when: str = ""
    note: str = ""
    origin: Origin = Origin()
    applies_if: Condition = ALWAYS

    @property
    def words(self) -> str:
        """As 20 个工作日, with its case in front."""
        days = f"{self.value} {UNIT_WORDS[self.unit]}"
        return f"{self.when}：{days}" if self.when else days


@dataclass(frozen=True)
class Edge:
    """What must come before: one of ``any_of`` (codes), or an event outside the catalogue (its code).

    ``funding`` empty: for every kind of project. ``when``: only in a case, in words.
    """

    any_of: tuple[str, ...] = ()
    event: str = ""
    kind: EdgeKind = EdgeKind.HARD
    funding: tuple[Funding, ...] = ()
    when: str = ""
    origin: Origin = Origin()


@dataclass(frozen=True)
class Basis:
    """A document, and its article where that is certain."""

    document: str
    article: str = ""
    origin: Origin = Origin()

    @property
    def text(self) -> str:
        """As people cite it."""
        return f"《{self.document}》{self.article}"


@dataclass(frozen=True)
class Stage:
    """A stage of the procedure; how many there are is data."""

    code: str
    name: str
    lead: str = ""
    note: str = ""


@dataclass(frozen=True)
class NodeLimit:
    """A limit of one step (环节) inside every item that a department decides."""

    name: str
    limit: Limit

    @property
    def words(self) -> str:
        """As 送达：自作出决定起 10 个工作日."""
        return f"{self.name}：{self.limit.when} {self.limit.value} {UNIT_WORDS[self.limit.unit]}"


@dataclass(frozen=True)
class Event:
    """What happens outside the catalogue, after all those of ``after`` that a project has."""

    code: str
    name: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class ApprovalItem:
    """One approval, filing or service. Empty limits mean: not known (尚未核实), unless ``instant``.

    ``applies_when`` and ``applies_if`` say the same, in words and as a condition over a project's facts.
    """

    code: str
    name: str
    department: str
    stage: str
    funding: tuple[Funding, ...]
    applies_when: str = ""
    applies_if: Condition = ALWAYS
    time_of: TimeOf = TimeOf.DEPARTMENT
    instant: bool = False
    statutory: tuple[Limit, ...] = ()
    extension: Limit | None = None
    clock_start_event: ClockStart | None = None
    promised: Limit | None = None
    needs: tuple[Edge, ...] = ()
    basis: tuple[Basis, ...] = ()
    note: str = ""
    origin: Origin = Origin()

    def needs_for(self, funding: Funding | None) -> tuple[Edge, ...]:
        """Edges that hold for a kind of project; all of them for None."""
        return tuple(e for e in self.needs if funding is None or not e.funding or funding in e.funding)
