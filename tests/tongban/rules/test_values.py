"""What a rule may be: every type takes its right values and refuses wrong ones in plain Chinese."""

from typing import Any

import pytest

from tongban.rules.values import (
    BadValue,
    Choice,
    Choices,
    Fields,
    Flag,
    LocalDays,
    NumberPattern,
    TableOf,
    Text,
    TimeOfDay,
    ValueType,
    Whole,
)

METHODS = {"price": "竞价", "draw": "抽取"}

GOOD: list[tuple[ValueType, Any, str]] = [
    (Whole(0, 5), 0, "0 个工作日"),
    (Whole(0, 5), 5, "5 个工作日"),
    (Flag("公开", "不公开"), False, "不公开"),
    (Choice(METHODS), "draw", "抽取"),
    (Choices(METHODS, last="draw"), ["price", "draw"], "竞价、抽取"),
    (Choices(METHODS), [], "无"),
    (Text(10), "中标", "中标"),
    (TimeOfDay(), "17:30", "17:30"),
    (TimeOfDay(), "24:00", "24:00"),
    (NumberPattern(), "东发〔{year}〕{seq:04d}号", "东发〔年份〕0001号"),
    (TableOf(Whole(1, 9), keys=METHODS), {"draw": 3}, "抽取 3 个工作日"),
    (
        TableOf(Whole(0, 100), keys=METHODS),
        {"price": 60, "draw": 40},
        "竞价 60 个工作日；抽取 40 个工作日",
    ),
    (LocalDays(), {"2026-05-04": "off", "2026-05-09": "work"}, "2026-05-04 放假；2026-05-09 上班"),
    (
        Fields({"name": Text(10), "hidden": Flag()}),
        {"name": "测绘", "hidden": True},
        "name：测绘，hidden：是",
    ),
]

BAD: list[tuple[ValueType, Any, str]] = [
    (Whole(0, 5), -1, "0 到 5"),
    (Whole(0, 5), 6, "0 到 5"),
    (Whole(0, 5), "3", "整数"),
    (Whole(0, 5), 3.0, "整数"),
    (Whole(0, 5), True, "整数"),
    (Flag(), 1, "true 或 false"),
    (Flag(), "true", "true 或 false"),
    (Choice(METHODS), "lottery", "price（竞价）、draw（抽取）"),
    (Choice(METHODS), ["draw"], "可以写的有"),
    (Choices(METHODS), "draw", "列表"),
    (Choices(METHODS), ["draw", "draw"], "两次"),
    (Choices(METHODS), ["lottery"], "lottery 不可用"),
    (Choices(METHODS), [["draw"]], "不可用"),
    (Choices(METHODS, last="draw"), ["draw", "price"], "最后一项必须是 draw"),
    (Choices(METHODS, last="draw"), [], "最后一项"),
    (Text(3), "四个字的", "不能超过 3"),
    (Text(3), "  ", "不能为空"),
    (Text(9), "a\x00b", "不能显示"),
    (Text(9), "a\u202eb", "不能显示"),
    (Text(9), "两\n行", "换行"),
    (TimeOfDay(), "25:00", "17:30"),
    (TimeOfDay(), "１７:30", "17:30"),
    (TimeOfDay(), "17:30\n", "17:30"),
    (NumberPattern(), "〔{year}〕号", "{seq}"),
    (NumberPattern(), "{seq}号", "{year}"),
    (NumberPattern(), "{year}{seq}{seq}", "{seq}"),
    (NumberPattern(), "{year}{seq}{name}", "不认识 {name}"),
    (NumberPattern(), "{year}{seq.__class__}", "不认识"),
    (NumberPattern(), "{year}{seq}}", "大括号"),
    (TableOf(Whole(1, 9), keys=METHODS), {"lottery": 3}, "不认识 lottery"),
    (TableOf(Whole(1, 9), keys=METHODS), {"draw": 0}, "draw = 0"),
    (TableOf(Whole(1, 9), keys=METHODS), 3, "要写表"),
    (TableOf(Text(9), pattern=r"[a-z]+"), {"X!": "文字"}, "键 X!"),
    (LocalDays(), {"2026-02-30": "off"}, "2026-02-30 不是日期"),
    (LocalDays(), {"2026-05-04": "half"}, "放假"),
    (Fields({"name": Text(10)}), {"title": "测绘"}, "不认识 title"),
    (Fields({"name": Text(10)}), {"name": 3}, "name = 3"),
]


@pytest.mark.parametrize(("kind", "value", "words"), GOOD)
def test_a_right_value_is_kept_and_reads_in_chinese(kind: ValueType, value: Any, words: str) -> None:
    assert kind.clean(value) == value
    assert kind.words(value, "个工作日") == words


@pytest.mark.parametrize(("kind", "value", "why"), BAD)
def test_a_wrong_value_is_refused_with_what_is_wanted(kind: ValueType, value: Any, why: str) -> None:
    with pytest.raises(BadValue) as refused:
        kind.clean(value)
    assert why in str(refused.value)
