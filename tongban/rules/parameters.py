"""The register of rules: every key that core may ask, with its type, title and unit.

A package declares the parameters it asks (``tongban/rules/core.py``, ``market/rules.py``); the register is
put together by name. A key that stands here may be asked and may be written in a rule file; no other may.
"""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from tongban.rules.values import ValueType

#: Units and how they read; ``wd`` working days, ``cd`` calendar days.
UNITS = {
    "": "",
    "wd": "个工作日",
    "cd": "天",
    "s": "秒",
    "firms": "家",
    "points": "分",
    "times": "次",
    "percent": "%",
}

Merge = Literal["replace", "by_key"]


@dataclass(frozen=True)
class Parameter:
    """One thing places differ in.

    ``default`` is for technical values only: a number of a regulation has its home in a rule file, so its
    parameter has none and is ``required``. ``merge`` says whether a nearer region replaces the value or, for
    tables, adds to it entry by entry. ``section`` is the table of a rule file that may hold the value,
    ``since`` the version of tongban that first asked it, ``group`` the heading it stands under on pages.
    """

    key: str
    type: ValueType
    title_zh: str
    unit: str = ""
    doc: str = ""
    since: str = "0.1"
    default: Any = None
    merge: Merge = "replace"
    section: str | None = None
    group: str = ""

    @property
    def required(self) -> bool:
        """Whether some rule file must answer it."""
        return self.default is None

    def words(self, value: Any) -> str:
        """The value with its unit, in Chinese."""
        return self.type.words(value, UNITS[self.unit])


def grouped(title: str, *parameters: Parameter) -> tuple[Parameter, ...]:
    """The parameters under one heading, for pages and documentation."""
    return tuple(replace(parameter, group=title) for parameter in parameters)


class Parameters:
    """All parameters of one application. Raises ValueError for a key declared twice or inside another."""

    def __init__(self, *groups: Iterable[Parameter]) -> None:
        self._all: dict[str, Parameter] = {}
        for parameter in (p for group in groups for p in group):
            self._add(parameter)

    def _add(self, parameter: Parameter) -> None:
        if parameter.unit not in UNITS:
            raise ValueError(f"{parameter.key}: unknown unit {parameter.unit!r}")
        for key in self._all:
            if f"{key}.".startswith(f"{parameter.key}.") or f"{parameter.key}.".startswith(f"{key}."):
                raise ValueError(f"{parameter.key} clashes with {key}")
        self._all[parameter.key] = parameter

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._all.values())

    def __contains__(self, key: object) -> bool:
        return key in self._all

    def __getitem__(self, key: str) -> Parameter:
        return self._all[split_key(key)[0]]

    def get(self, key: str) -> Parameter | None:
        """The parameter of a key (``name`` or ``name[entry]``), or None."""
        return self._all.get(split_key(key)[0])

    def section(self, name: str) -> Parameter | None:
        """The parameter whose value stands in the table ``[name]`` of a rule file, or None."""
        return next((p for p in self if p.section == name), None)

    def is_prefix(self, path: str) -> bool:
        """Whether some key begins with this path, so that an unquoted TOML key can be followed."""
        return any(key.startswith(f"{path}.") for key in self._all)

    def near(self, key: str) -> str | None:
        """The known key that looks most like an unknown one, or None."""
        found = difflib.get_close_matches(key, self._all, n=1, cutoff=0.75)
        return found[0] if found else None

    def title(self, key: str) -> str:
        """The Chinese title; a key that is no longer known keeps its name, so that old records open."""
        parameter, entry = self.get(key), split_key(key)[1]
        if parameter is None:
            return key
        keys = getattr(parameter.type, "keys", {})
        return parameter.title_zh if entry is None else f"{parameter.title_zh}：{keys.get(entry, entry)}"

    def words(self, key: str, value: Any) -> str:
        """The value in Chinese; plain for a key that is no longer known."""
        parameter, entry = self.get(key), split_key(key)[1]
        if parameter is None:
            return str(value)
        if entry is None:
            return parameter.words(value)
        inner: ValueType = getattr(parameter.type, "inner", parameter.type)
        return inner.words(value, UNITS[parameter.unit])


def split_key(key: str) -> tuple[str, str | None]:
    """``market.min_participants[draw]`` → (``market.min_participants``, ``draw``)."""
    if key.endswith("]") and "[" in key:
        base, entry = key[:-1].split("[", 1)
        return base, entry
    return key, None


def entry_key(key: str, entry: str) -> str:
    """The key of one entry of a table."""
    return f"{key}[{entry}]"
