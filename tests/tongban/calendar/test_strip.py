"""The day strip: what the squares show and what the line of text says."""

import datetime as dt

import pytest

from tongban.calendar import Calendar
from tongban.calendar.day_strip import DayStrip, SquareState, Window
from tongban.calendar.pauses import Pause
from tongban.calendar.strip import strip_of_due, strip_of_pauses
from tongban.clock import TZ

D = dt.date.fromisoformat


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=TZ).astimezone(dt.UTC)


def strip(calendar: Calendar, start: str, n: int, now: str, **options: object) -> DayStrip:
    return strip_of_due(calendar, calendar.add_working_days(D(start), n), at(now), **options)  # type: ignore[arg-type]


def test_the_line_of_text_with_a_pause(calendar: Calendar) -> None:
    pause = Pause(D("2026-12-07"), D("2026-12-10"), "专家评审")
    shown = strip_of_pauses(calendar, D("2026-11-27"), 10, [pause], at("2026-12-10 18:00"))
    assert shown.text == "已用 6/10 个工作日 · 暂停 3 天 · 12月16日 17:30 前"


def test_one_square_per_calendar_day_in_its_state(calendar: Calendar) -> None:
    shown = strip(calendar, "2026-09-18", 5, "2026-09-21 10:00")
    assert [(s.date.day, s.state, s.used, s.today) for s in shown.squares] == [
        (19, SquareState.OFF, False, False),
        (20, SquareState.MAKEUP, True, False),
        (21, SquareState.COUNTED, False, True),
        (22, SquareState.COUNTED, False, False),
        (23, SquareState.COUNTED, False, False),
        (24, SquareState.COUNTED, False, False),
    ]
    assert shown.squares[-1].last


def test_every_square_says_why(calendar: Calendar) -> None:
    words = [square.why for square in strip(calendar, "2026-09-18", 3, "2026-09-21 10:00").squares]
    assert words == [
        "9月19日 周六：周末，不计",
        "9月20日 周日：调休上班（国庆节），第 1 个工作日",
        "9月21日 周一：第 2 个工作日，今天",
        "9月22日 周二：第 3 个工作日，最后一天",
    ]


def test_it_says_which_day_is_not_counted(calendar: Calendar) -> None:
    shown = strip(calendar, "2026-09-18", 3, "2026-09-21 10:00")
    assert shown.first_words == "9月18日为起算日，当日不计，从次日起算。"


def test_a_day_is_used_when_its_business_hours_are_over(calendar: Calendar) -> None:
    assert strip(calendar, "2026-03-02", 5, "2026-03-03 17:29:59").used == 0
    assert strip(calendar, "2026-03-02", 5, "2026-03-03 17:30").used == 1
    assert strip(calendar, "2026-03-02", 5, "2026-03-03 17:30", day_end="24:00").used == 0


@pytest.mark.parametrize(
    ("now", "text"),
    [
        ("2026-03-09 17:29", "已用 4/5 个工作日 · 3月9日 17:30 前"),
        ("2026-03-09 17:30", "已用 5/5 个工作日 · 已超期 · 3月9日 17:30 到期"),
        ("2026-03-11 09:00", "已用 5/5 个工作日 · 已超期 2 个工作日 · 3月9日 17:30 到期"),
    ],
)
def test_on_the_last_day_and_after_it(calendar: Calendar, now: str, text: str) -> None:
    assert strip(calendar, "2026-03-02", 5, now).text == text


def test_what_is_done_is_measured_to_the_day_it_was_done(calendar: Calendar) -> None:
    shown = strip(calendar, "2026-03-02", 5, "2026-06-01 09:00", ended=at("2026-03-05 10:00"))
    assert shown.text == "已用 3/5 个工作日 · 3月5日完成"
    assert not any(square.today for square in shown.squares)
    late = strip(calendar, "2026-03-02", 5, "2026-06-01 09:00", ended=at("2026-03-10 10:00"))
    assert late.text == "已用 5/5 个工作日 · 已超期 1 个工作日 · 3月10日完成"


def test_a_provisional_date_is_marked_wherever_it_is_shown(calendar: Calendar) -> None:
    shown = strip(calendar, "2026-12-21", 10, "2026-12-28 10:00")
    assert shown.text == "已用 4/10 个工作日 · 2027年1月5日 17:30 前（暂定）"
    assert [s.date.year for s in shown.squares if s.provisional] == [2027] * 5
    assert shown.squares[-1].why == "1月5日 周二：第 10 个工作日，最后一天（暂定）"


def test_while_a_pause_is_open_there_is_no_last_day(calendar: Calendar) -> None:
    pauses = [Pause(D("2026-03-05"), None, "补正材料")]
    shown = strip_of_pauses(calendar, D("2026-03-02"), 5, pauses, at("2026-03-10 10:00"))
    assert shown.text == "已用 2/5 个工作日 · 暂停 6 天 · 暂停中，恢复后还有 3 个工作日"
    assert (shown.due, shown.squares[-1].date) == (None, D("2026-03-10"))
    assert {s.state for s in shown.squares if s.date >= D("2026-03-05")} == {SquareState.PAUSED}
    assert shown.squares[-1].why == "3月10日 周二：暂停（补正材料），不计，今天"


def test_a_pause_after_the_last_day_changes_nothing(calendar: Calendar) -> None:
    pauses = [Pause(D("2026-03-12"), None, "补正材料")]
    shown = strip_of_pauses(calendar, D("2026-03-02"), 5, pauses, at("2026-03-12 10:00"))
    assert shown.due == D("2026-03-09")


def test_calendar_days_count_weekends_and_show_the_roll(calendar: Calendar) -> None:
    due = calendar.add_calendar_days(D("2026-09-18"), 15)
    shown = strip_of_due(calendar, due, at("2026-09-28 10:00"))
    assert shown.text == "已用 9/15 个自然日 · 10月8日 17:30 前"
    assert SquareState.MAKEUP not in {square.state for square in shown.squares}
    assert shown.squares[-2].why == "10月7日 周三：国庆节，期限顺延"
    assert shown.squares[-1].why == "10月8日 周四：工作日，期限顺延到这一天，最后一天"


def test_the_short_form_keeps_the_squares_around_today(calendar: Calendar) -> None:
    shown = strip(calendar, "2026-03-02", 60, "2026-04-15 10:00")
    window = shown.window()
    assert len(window.squares) == 16
    assert window.before + 16 + window.after == len(shown.squares)
    assert any(square.today for square in window.squares)
    end = strip(calendar, "2026-03-02", 60, "2026-08-01 10:00").window()
    assert (end.after, end.squares[-1].last) == (0, True)
    early = strip(calendar, "2026-03-02", 60, "2026-03-02 10:00").window()
    assert early.before == 0


def test_what_fits_one_line_is_shown_whole(calendar: Calendar) -> None:
    shown = strip(calendar, "2026-03-02", 15, "2026-03-02 10:00")
    assert shown.window() == Window(0, shown.squares, 0)


def test_the_legend_names_only_what_is_seen(calendar: Calendar) -> None:
    shown = strip(calendar, "2026-09-18", 5, "2026-09-21 18:00")
    assert [entry.words for entry in shown.legend] == ["已用", "还没到", "不计", "调休上班", "今天"]


def test_a_limit_of_no_days_is_due_the_same_day(calendar: Calendar) -> None:
    assert strip(calendar, "2026-03-02", 0, "2026-03-02 10:00").text == "当日 · 3月2日 17:30 前"


def test_a_strip_runs_forwards(calendar: Calendar) -> None:
    with pytest.raises(ValueError, match=r"^a strip runs forwards$"):
        strip(calendar, "2026-03-02", -2, "2026-03-02 10:00")


@pytest.mark.parametrize(("day_end", "closing"), [("24:00", "24:00"), ("12:00", "12:00"), ("00:00", "00:00")])
def test_the_last_day_ends_when_the_region_closes(calendar: Calendar, day_end: str, closing: str) -> None:
    assert strip(calendar, "2026-03-02", 5, "2026-03-02 10:00", day_end=day_end).text == (
        f"已用 0/5 个工作日 · 3月9日 {closing} 前"
    )
    pause = Pause(D("2026-03-03"), D("2026-03-04"), "检测")
    paused = strip_of_pauses(calendar, D("2026-03-02"), 4, [pause], at("2026-03-02 10:00"), day_end=day_end)
    assert paused.parts[-1] == f"3月9日 {closing} 前"


def test_whether_the_last_day_is_over_depends_on_the_close_of_business(calendar: Calendar) -> None:
    noon = "2026-03-09 12:00"
    assert strip(calendar, "2026-03-02", 5, noon, day_end="12:00").overdue == 0
    assert strip(calendar, "2026-03-02", 5, noon, day_end="12:01").overdue is None


def test_what_was_done_in_spite_of_a_pause_is_measured_to_the_day_it_was_done(calendar: Calendar) -> None:
    pauses = [Pause(D("2026-03-03"), D("2026-03-04"), "检测")]
    done = at("2026-03-06 10:00")
    shown = strip_of_pauses(calendar, D("2026-03-02"), 5, pauses, at("2026-06-01 09:00"), ended=done)
    assert shown.text == "已用 3/5 个工作日 · 暂停 1 天 · 3月6日完成"
    still_open = [Pause(D("2026-03-05"), None, "检测")]
    shown = strip_of_pauses(calendar, D("2026-03-02"), 5, still_open, at("2026-06-01 09:00"), ended=done)
    assert shown.parts[-1] == "3月6日完成"


def test_while_a_pause_is_open_nothing_is_provisional_or_late(calendar: Calendar) -> None:
    pauses = [Pause(D("2026-12-28"), None, "补正材料")]
    shown = strip_of_pauses(calendar, D("2026-12-21"), 10, pauses, at("2027-02-01 10:00"))
    assert (shown.due, shown.overdue) == (None, None)
    assert shown.provisional is False


def test_an_open_pause_leaves_a_limit_of_no_days_alone(calendar: Calendar) -> None:
    pauses = [Pause(D("2026-03-02"), None, "补正材料")]
    shown = strip_of_pauses(calendar, D("2026-03-02"), 0, pauses, at("2026-03-02 10:00"))
    assert (shown.due, shown.squares) == (D("2026-03-02"), ())


def test_a_pause_that_is_still_to_begin_is_drawn_with_its_first_day(calendar: Calendar) -> None:
    pauses = [Pause(D("2026-03-05"), None, "检测")]
    shown = strip_of_pauses(calendar, D("2026-03-02"), 5, pauses, at("2026-03-04 10:00"))
    assert [s.date for s in shown.squares if s.state is SquareState.PAUSED] == [D("2026-03-05")]
    assert (shown.due, shown.paused) == (D("2026-03-10"), 0)


def test_a_saturday_and_a_sunday_that_are_worked_are_marked(calendar: Calendar) -> None:
    shown = strip(calendar, "2026-02-13", 1, "2026-02-13 10:00")
    assert [(s.date.day, s.state) for s in shown.squares] == [(14, SquareState.MAKEUP)]
    shown = strip(calendar, "2026-09-18", 1, "2026-09-18 10:00")
    assert shown.squares[-1].state is SquareState.MAKEUP


def calendar_days(calendar: Calendar, n: int, now: str) -> DayStrip:
    return strip_of_due(calendar, calendar.add_calendar_days(D("2026-03-02"), n, roll=False), at(now))


def test_twenty_two_squares_fit_one_line(calendar: Calendar) -> None:
    fits = calendar_days(calendar, 22, "2026-03-02 10:00")
    assert fits.window() == Window(0, fits.squares, 0)
    longer = calendar_days(calendar, 23, "2026-03-02 10:00")
    assert longer.window() == Window(0, longer.squares[:16], 7)


@pytest.mark.parametrize(
    ("now", "before"),
    [("2026-03-08", 0), ("2026-03-09", 1), ("2026-04-01", 24), ("2026-04-20", 43), ("2026-06-01", 44)],
)
def test_five_days_gone_and_what_comes_are_shown(calendar: Calendar, now: str, before: int) -> None:
    shown = calendar_days(calendar, 60, f"{now} 10:00")
    assert shown.window() == Window(before, shown.squares[before : before + 16], 44 - before)
