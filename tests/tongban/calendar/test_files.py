"""Calendar files as offices save them (C24), and what is wrong in them row by row."""

import datetime as dt

import pytest

from tongban.calendar import DayKind, DayMark
from tongban.calendar.files import CalendarFileError, read_calendar
from tongban.calendar.official import official_years
from tongban.calendar.sheets import to_csv

D = dt.date.fromisoformat
TEXT = "date,kind,why\n2027-01-01,off,元旦\n2027-02-20,work,调休上班（春节）\n"
MARKS = (
    DayMark(D("2027-01-01"), DayKind.OFF, "元旦"),
    DayMark(D("2027-02-20"), DayKind.WORK, "调休上班（春节）"),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_way_of_saving_gives_the_same_rows(encoding: str, separator: str, newline: str) -> None:
    text = TEXT.replace(",", separator).replace("\n", newline) + newline * 2
    assert read_calendar("2027.csv", text.encode(encoding)).marks == MARKS


def test_chinese_headers_words_and_dates_are_understood() -> None:
    text = "日期 ,类型,名称\n2027/1/1,放假,元旦\n2027年2月20日,上班,调休上班（春节）\n"
    assert read_calendar("安排.CSV", text.encode("gbk")).marks == MARKS


def test_toml_says_the_same_and_names_its_source() -> None:
    text = """
        source = "国务院办公厅关于2027年部分节假日安排的通知"
        [[day]]
        date = 2027-01-01
        kind = "off"
        why = "元旦"
        [[day]]
        date = "2027-02-20"
        kind = "work"
        why = "调休上班（春节）"
    """
    content = read_calendar("2027.toml", text.encode())
    assert content.marks == MARKS
    assert content.source == "国务院办公厅关于2027年部分节假日安排的通知"


def test_what_is_exported_reads_back_unchanged() -> None:
    for marks in official_years().values():
        assert read_calendar("x.csv", to_csv(marks).encode()).marks == marks
    half = (DayMark(D("2027-03-08"), DayKind.WORK, "下午停办业务", dt.time(12)),)
    assert read_calendar("x.csv", to_csv(half).encode()).marks == half


def errors(text: str, name: str = "x.csv") -> list[tuple[int, str]]:
    with pytest.raises(CalendarFileError) as caught:
        read_calendar(name, text.encode())
    return [(error.row, error.message) for error in caught.value.errors]


def test_every_wrong_row_is_named_with_its_line() -> None:
    text = """date,kind,why
2027-01-01,off,元旦
2027-02-30,off,春节
1.1.2027,off,元旦
2027-01-01,work,元旦
2027-05-01,maybe,劳动节
2027-10-01,off,
,off,中秋节
"""
    assert errors(text) == [
        (3, "没有“2027-02-30”这一天。"),
        (4, "日期“1.1.2027”不对，请写成 2027-01-01。"),
        (5, "日期 2027-01-01 重复，第 2 行已经有了。"),
        (6, "类型“maybe”不对，请写 off（放假）或 work（上班）。"),
        (7, "缺少原因，请写节日名称或“调休上班”。"),
        (8, "缺少日期。"),
    ]


def test_hidden_characters_and_wrong_hours_are_refused() -> None:
    text = (
        "date,kind,why,closes\n2027-01-01,off,元\u202e旦,\n2027-03-08,work,x,25:00\n2027-03-09,off,x,12:00\n"
    )
    assert [row for row, _ in errors(text)] == [2, 3, 4]
    assert errors("date,kind,why\n2027-01-01,off," + "长" * 61) == [(2, "原因太长，最多 60 个字。")]
    assert errors("date,kind,why\n0001-01-01,off,x\n") == [(2, "年份要在 1900 到 2999 之间。")]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.csv", b"", "缺少 date（日期）、kind（类型）、why（原因）"),
        ("x.csv", b"date,kind\n", "缺少 why（原因）"),
        ("x.csv", b"date,kind,why\n", "没有任何日期"),
        ("x.csv", b'date,kind,why\n"2027-01-01,off,x\n', "引号"),
        ("x.csv", b"date,kind,why\n2027-01-01,off,\xff\xff\xff\n", "第 2 行的编码"),
        ("x.csv", b"date,kind,why\n2027-01-01,off,a\x00b\n", "空字节"),
        ("x.csv", b"x" * 1_000_001, "1 MB"),
        ("x.xlsx", b"PK", "以 .csv 或 .toml 结尾"),
        ("x.toml", b"day = 3", "[[day]]"),
        ("x.toml", b"= 3", "不是有效的 TOML"),
        ("x.toml", b"source = 3\n[[day]]\ndate = 2027-01-01", "source"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(name: str, data: bytes, said: str) -> None:
    with pytest.raises(CalendarFileError) as caught:
        read_calendar(name, data)
    assert said in caught.value.message
