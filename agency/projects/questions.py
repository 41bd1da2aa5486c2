"""What stands with each fact of a project: its question in words, its kind, its choices and its unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tongban import money


class Group(StrEnum):
    """Under which heading a question stands."""

    BASICS = "项目概况"
    SIZE = "用地与规模"
    ENVIRONMENT = "环境与能源"
    SAFETY = "建筑与安全"
    SITE = "场地条件"


class Kind(StrEnum):
    """How a fact is stored: a choice as its key, money in 分, a number in its unit, yes or no as a bool."""

    CHOICE = "choice"
    MONEY = "money"
    NUMBER = "number"
    YES_NO = "yes_no"


UNKNOWN = "还不清楚"


@dataclass(frozen=True)
class Asked:
    """What stands with a fact. ``choices``: enumeration members to words."""

    title: str
    group: Group
    kind: Kind = Kind.YES_NO
    hint: str = ""
    unit: str = ""
    choices: Mapping[Any, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One fact by its name, with what stands with it."""

    name: str
    asked: Asked

    @property
    def title(self) -> str:
        """The question in words."""
        return self.asked.title

    @property
    def kind(self) -> Kind:
        """How the fact is stored."""
        return self.asked.kind

    def words(self, value: Any) -> str:
        """A value as people read it; 还不清楚 for an unknown one."""
        if value is None:
            return UNKNOWN
        if self.kind is Kind.CHOICE:
            return self.asked.choices[value]
        if self.kind is Kind.MONEY:
            return money.format_wan(value)
        if self.kind is Kind.NUMBER:
            return f"{value:,} {self.asked.unit}"
        return "是" if value else "否"

    def stored(self, value: Any) -> Any:
        """A value as the facts keep it. Raises ValueError for a value of another kind."""
        if self.kind is Kind.CHOICE:
            member = type(next(iter(self.asked.choices)))
            return member(value)
        wanted = bool if self.kind is Kind.YES_NO else int
        if type(value) is not wanted or (wanted is int and value < 0):
            raise ValueError(f"{self.name}: {value!r} is no {self.kind.value}")
        return value
