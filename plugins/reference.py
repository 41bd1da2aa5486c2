"""The table of rules in ``docs/plugins.md``, written from what is declared."""

from collections.abc import Iterable

from tongban.rules.parameters import UNITS, Parameter
from tongban.rules.values import Choice, Choices, Fields, Flag, TableOf, ValueType, Whole

HEAD = ("| 规则 | 含义 | 可以写的值 | 合并 |", "|---|---|---|---|")


def reference_lines(parameters: Iterable[Parameter]) -> list[str]:
    """Markdown lines, one heading and one table per group."""
    groups: dict[str, list[Parameter]] = {}
    for parameter in parameters:
        groups.setdefault(parameter.group, []).append(parameter)
    lines: list[str] = []
    for title, members in groups.items():
        lines += ["", f"### {title}", "", *HEAD, *(_line(parameter) for parameter in members)]
    return lines[1:]


def _line(parameter: Parameter) -> str:
    key = f"`{parameter.key}`" + (f"，即 `[{parameter.section}]` 表" if parameter.section else "")
    meaning = f"{parameter.title_zh}。{parameter.doc}" if parameter.doc else f"{parameter.title_zh}。"
    merge = "逐项合并" if parameter.merge == "by_key" else "整项取代"
    return f"| {key} | {meaning} | {_wanted(parameter.type, UNITS[parameter.unit])} | {merge} |"


def _wanted(kind: ValueType, unit: str) -> str:
    if isinstance(kind, TableOf):
        return _table(kind, unit)
    if isinstance(kind, Choice | Choices):
        listed = "；".join(f"`{name}` {words}" for name, words in kind.choices.items())
        return listed if isinstance(kind, Choice) else f"列表，依次写：{listed}"
    if isinstance(kind, Flag):
        return f"`true` {kind.yes}；`false` {kind.no}"
    if isinstance(kind, Whole):
        return f"{kind.minimum} 到 {kind.maximum}" + (f"（{unit}）" if unit else "")
    return _EXAMPLES.get(type(kind).__name__, "文字")


def _table(kind: TableOf, unit: str) -> str:
    if kind.keys:
        names = "、".join(f"`{name}` {words}" for name, words in kind.keys.items())
        return f"表，键为 {names}；值为 {_wanted(kind.inner, unit)}"
    if isinstance(kind.inner, Fields):
        return f"`编号 = {{ … }}`，其中可写 {'、'.join(kind.inner.fields)}"
    return '`名称 = "文字"`'


_EXAMPLES = {
    "TimeOfDay": '时刻，如 `"17:30"`',
    "FactsCondition": "用项目情况写的条件（CEL），"
    """如 `'funding == "private" && total_investment >= 1000000000'`，金额以分计""",
    "NumberPattern": "文号格式，可用 `{region}` `{year}` `{month}` `{day}` `{seq:04d}`，"
    '如 `"某县中通〔{year}〕{seq:04d}号"`',
    "LocalDays": '`2026-05-04 = "off"` 放假；`"work"` 上班',
}
