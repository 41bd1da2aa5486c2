"""Calendar files as offices save them (C24), and what is wrong in them row by row."""

import datetime as dt

import pytest

from tongban.calendar import DayKind, DayMark
from tongban.calendar.files import CalendarFileError, read_calendar
from tongban.calendar.official import official_years
from tongban.calendar.rows import mark_of
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
    assert read_calendar("安排.v2.CSV", text.encode("gbk")).marks == MARKS


def test_a_mark_of_byte_order_is_no_part_of_the_first_name() -> None:
    assert read_calendar("x.csv", ("\ufeff" + TEXT).encode("gb18030")).marks == MARKS


def test_further_columns_may_be_called_anything() -> None:
    text = "date,kind,why,XXXXX\n2027-01-01,off,元旦,注\n"
    assert read_calendar("x.csv", text.encode()).marks == MARKS[:1]


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


def test_the_hour_of_a_half_day_is_read_from_toml_and_csv_alike() -> None:
    half = (DayMark(D("2027-03-08"), DayKind.WORK, "下午停办业务", dt.time(12)),)
    row = '[[day]]\ndate = 2027-03-08\nkind = "work"\nwhy = "下午停办业务"\ncloses = '
    for closes in ("12:00:00", '"12:00"'):
        assert read_calendar("x.toml", (row + closes).encode()).marks == half
    table = "date,kind,why,下班时间\n2027-03-08,班,下午停办业务,12:00\n"
    assert read_calendar("x.csv", table.encode()).marks == half


def test_a_table_is_written_with_plain_lines_and_hours_only_where_needed() -> None:
    assert to_csv(MARKS) == TEXT
    half = DayMark(D("2027-03-08"), DayKind.WORK, "下午停办业务", dt.time(12))
    assert to_csv((MARKS[0], half)) == (
        "date,kind,why,closes\n2027-01-01,off,元旦,\n2027-03-08,work,下午停办业务,12:00\n"
    )


@pytest.mark.parametrize("source", ["文", "字" * 200, " 通知 "])
def test_a_source_is_a_phrase_of_up_to_200_characters(source: str) -> None:
    text = f'source = "{source}"\n[[day]]\ndate = 2027-01-01\nkind = "off"\nwhy = "元旦"\n'
    assert read_calendar("x.toml", text.encode()).source == source.strip()


@pytest.mark.parametrize("source", ['""', '"  "', f'"{"字" * 201}"', "3"])
def test_no_other_source_is_taken(source: str) -> None:
    text = f'source = {source}\n[[day]]\ndate = 2027-01-01\nkind = "off"\nwhy = "元旦"\n'
    with pytest.raises(CalendarFileError, match=r"^文件不能读取：source 要写一句 200 字以内的来源。$"):
        read_calendar("x.toml", text.encode())


def test_a_file_need_not_name_its_source() -> None:
    text = '[[day]]\ndate = 2027-01-01\nkind = "off"\nwhy = "元旦"\n'
    assert read_calendar("x.toml", text.encode()).source is None
    assert read_calendar("x.csv", TEXT.encode()).source is None


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_header_alone_decides_what_separates(newline: str) -> None:
    text = "date,kind,why\n2027-01-01,off,元旦;;;;;;;;;\n2027-01-02,off,元旦\n".replace("\n", newline)
    assert read_calendar("x.csv", text.encode()).marks[0].why == "元旦;;;;;;;;;"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_rows_are_counted_as_an_editor_counts_lines(newline: str) -> None:
    text = "date,kind,why\n2027-01-01,off,元旦\n\n,off,元旦\n".replace("\n", newline)
    assert errors(text) == [(4, "缺少日期。")]


def test_a_row_may_have_more_cells_than_the_header_or_fewer() -> None:
    text = "date,kind,why,closes\n2027-01-01,off,元旦\n2027-02-20,work,调休上班（春节）,,注,注\n"
    assert read_calendar("x.csv", text.encode()).marks == MARKS


def test_rows_may_stand_in_any_order_and_blank_lines_between_them() -> None:
    text = "date,kind,why\n2027-02-20,work,调休上班（春节）\n,,\n\n2027-01-01,off,元旦\n"
    assert read_calendar("x.csv", text.encode()).marks == MARKS


@pytest.mark.parametrize(
    ("kind", "means"),
    [
        ("off", "off"),
        ("OFF", "off"),
        ("休", "off"),
        ("放假", "off"),
        ("work", "work"),
        ("班", "work"),
        ("上班", "work"),
    ],
)
def test_kinds_by_their_words(kind: str, means: str) -> None:
    (mark,) = read_calendar("x.csv", f"日期,类型,原因\n2027-01-01,{kind},元旦\n".encode()).marks
    assert mark.kind == means


@pytest.mark.parametrize(
    "date", ["2027-1-1", "2027.01.01", "２０２７-０１-０１", "2027年1月1日", "2027年1月1"]
)
def test_dates_as_people_write_them(date: str) -> None:
    assert read_calendar("x.csv", f"date,kind,why\n{date},off,元旦\n".encode()).marks == MARKS[:1]


@pytest.mark.parametrize("year", ["1900", "2999"])
def test_the_first_and_the_last_year(year: str) -> None:
    text = f"date,kind,why\n{year}-01-01,off,{'元' * 60}\n"
    assert read_calendar("x.csv", text.encode()).marks[0].why == "元" * 60


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
    assert errors(text) == [
        (2, "原因里有看不见的控制字符，请删去。"),
        (3, "下班时间“25:00”不对，请写成 12:00。"),
        (4, "放假的日子没有下班时间；半天放假请写 work。"),
    ]
    assert errors("date,kind,why\n2027-01-01,off," + "长" * 61) == [(2, "原因太长，最多 60 个字。")]
    for year in ("0001", "1899", "3000"):
        assert errors(f"date,kind,why\n{year}-01-01,off,x\n") == [(2, "年份要在 1900 到 2999 之间。")]


@pytest.mark.parametrize("hidden", ["\u0007", "\u200b", "\u2028", "\u2029"])
def test_every_kind_of_hidden_character_is_refused(hidden: str) -> None:
    text = (
        f'[[day]]\ndate = 2027-01-01\nkind = "off"\nwhy = "元{hidden.encode("unicode_escape").decode()}旦"\n'
    )
    text = text.replace("\\x07", "\\u0007")
    assert errors(text, "x.toml") == [(1, "原因里有看不见的控制字符，请删去。")]


def test_half_a_surrogate_pair_is_refused() -> None:
    """No encoding of files lets one through; a caller might."""
    row = {"date": "2027-01-01", "kind": "off", "why": "元\ud800旦"}
    assert mark_of(row) == (None, ["原因里有看不见的控制字符，请删去。"])


def test_a_row_without_cells_names_each_that_is_missing() -> None:
    text = '[[day]]\ndate = 2027-01-01\nkind = "off"\nwhy = "元旦"\n[[day]]\n'
    assert errors(text, "x.toml") == [
        (2, "缺少日期。"),
        (2, "类型“”不对，请写 off（放假）或 work（上班）。"),
        (2, "缺少原因，请写节日名称或“调休上班”。"),
    ]


def test_a_moment_is_no_day() -> None:
    text = '[[day]]\ndate = 2027-01-01T00:00:00\nkind = "off"\nwhy = "元旦"\n'
    assert errors(text, "x.toml") == [(1, "日期“2027-01-01T00:00:00”不对，请写成 2027-01-01。")]


def test_a_day_may_have_three_lines_of_which_two_are_refused() -> None:
    text = "date,kind,why\n" + "2027-01-01,off,元旦\n" * 3
    assert errors(text) == [(n, "日期 2027-01-01 重复，第 2 行已经有了。") for n in (3, 4)]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("x" * 20, "x" * 20), ("x" * 21, "x" * 20 + "……"), ("a\u200bb", "a□b"), ("a\tb", "a□b")],
)
def test_a_wrong_cell_is_quoted_briefly_and_visibly(cell: str, shown: str) -> None:
    text = f"date;kind;why\n{cell};off;元旦\n"
    assert errors(text) == [(2, f"日期“{shown}”不对，请写成 2027-01-01。")]


def test_a_refused_file_tells_programs_the_same() -> None:
    with pytest.raises(CalendarFileError) as caught:
        read_calendar("x.csv", b"date,kind,why\n,off,x\n")
    assert caught.value.message == "日历文件有错误，没有导入任何内容。"
    assert caught.value.facts == {"errors": [{"row": 2, "message": "缺少日期。"}]}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.csv", b"", "文件不能读取：第一行要写列名，缺少 date（日期）、kind（类型）、why（原因）。"),
        ("x.csv", b"date,kind\n", "文件不能读取：第一行要写列名，缺少 why（原因）。"),
        ("x.csv", b"dateX,kind,why\n", "文件不能读取：第一行要写列名，缺少 date（日期）。"),
        ("x.csv", b"date,kind,why\n", "文件里没有任何日期。"),
        ("x.csv", b'date,kind,why\n"2027-01-01,off,x\n', "文件不能读取：第 2 行的引号或分隔符不对。"),
        (
            "x.csv",
            b"date,kind,why\n2027-01-01,off,\xff\xff\xff\n",
            "文件不能读取：第 2 行的编码不认识，请另存为 UTF-8。",
        ),
        ("x.csv", b"\n\xff\xff\n", "文件不能读取：第 2 行的编码不认识，请另存为 UTF-8。"),
        ("x.csv", b"\xff\xff\n", "文件不能读取：第 1 行的编码不认识，请另存为 UTF-8。"),
        ("x.csv", b"\xef\xbb\xbf\xff\n", "文件不能读取：第 1 行的编码不认识，请另存为 UTF-8。"),
        (
            "x.csv",
            b"date,kind,why\n2027-01-01,off,a\x00b\n",
            "文件不能读取：文件里有空字节，请另存为 UTF-8 编码的 CSV。",
        ),
        ("x.csv", b"x" * 1_000_001, "文件不能读取：文件超过 1 MB，不像是日历。"),
        (
            "x.csv",
            b"x\n" * 500_000,
            "文件不能读取：第一行要写列名，缺少 date（日期）、kind（类型）、why（原因）。",
        ),
        ("x.xlsx", b"PK", "请用以 .csv 或 .toml 结尾的文件。"),
        ("csv", b"", "文件不能读取：第一行要写列名，缺少 date（日期）、kind（类型）、why（原因）。"),
        ("x.toml", b"day = 3", "文件不能读取：TOML 里要有 [[day]] 段，每段写 date、kind、why。"),
        ("x.toml", b"day = [3]", "文件不能读取：TOML 里要有 [[day]] 段，每段写 date、kind、why。"),
        ("x.toml", b"", "文件不能读取：TOML 里要有 [[day]] 段，每段写 date、kind、why。"),
        (
            "x.toml",
            b"= 3",
            "文件不能读取：不是有效的 TOML（Invalid statement (at line 1, column 1)）。",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(name: str, data: bytes, said: str) -> None:
    with pytest.raises(CalendarFileError) as caught:
        read_calendar(name, data)
    assert caught.value.message == said
