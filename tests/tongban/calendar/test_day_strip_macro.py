"""The day strip as a page shows it: every square says why, nothing inline, words beside every look."""

import datetime as dt
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import tongban
from tongban.calendar import Calendar
from tongban.calendar.day_strip import DayStrip
from tongban.calendar.pauses import Pause
from tongban.calendar.strip import strip_of_due, strip_of_pauses
from tongban.clock import TZ

WEB = Path(tongban.__file__).parent / "web"
ENVIRONMENT = Environment(
    loader=FileSystemLoader(WEB / "templates"), autoescape=True, undefined=StrictUndefined
)
PAGE = '{% from "macros/day_strip.jinja2" import day_strip %}{{ day_strip(strip, size) }}'
D = dt.date.fromisoformat


def render(strip: DayStrip, size: str) -> BeautifulSoup:
    return BeautifulSoup(ENVIRONMENT.from_string(PAGE).render(strip=strip, size=size), "html.parser")


@pytest.fixture
def strip(calendar: Calendar) -> DayStrip:
    now = dt.datetime(2026, 9, 21, 10, 0, tzinfo=TZ).astimezone(dt.UTC)
    return strip_of_due(calendar, calendar.add_working_days(D("2026-09-18"), 5), now)


@pytest.mark.parametrize("size", ["short", "long"])
def test_nothing_is_inline(strip: DayStrip, size: str) -> None:
    page = render(strip, size)
    names = {name for tag in page.find_all() for name in tag.attrs}
    assert not page.find_all(["script", "style"])
    assert names <= {"class", "tabindex", "aria-hidden", "aria-label"}


@pytest.mark.parametrize("size", ["short", "long"])
def test_the_line_of_text_is_there(strip: DayStrip, size: str) -> None:
    page = render(strip, size)
    assert page.select_one(".day-strip-text").get_text() == strip.text


def test_in_the_long_form_every_square_can_be_reached_and_says_why(strip: DayStrip) -> None:
    days = render(strip, "long").select("li.day-strip-day")
    assert [day["tabindex"] for day in days] == ["0"] * len(strip.squares)
    assert [day.select_one(".day-strip-why").get_text() for day in days] == [s.why for s in strip.squares]
    assert [day.select_one(".day-strip-head").get_text(strip=True)[-1] for day in days] == list(
        "六日一二三四"
    )


def test_in_the_short_form_one_stop_of_the_keyboard_opens_all_reasons(strip: DayStrip) -> None:
    page = render(strip, "short")
    assert not page.select("[tabindex]")
    assert page.details.summary.select_one("[aria-hidden=true]")
    listed = [item.get_text() for item in page.select(".day-strip-list li")]
    assert listed == [strip.first_words, *(square.why for square in strip.squares)]


def test_squares_carry_their_state_and_the_legend_its_words(strip: DayStrip) -> None:
    page = render(strip, "long")
    classes = [" ".join(square["class"]) for square in page.select(".day-strip-day .day-strip-square")]
    assert classes[0] == "day-strip-square is-off"
    assert classes[1] == "day-strip-square is-makeup is-used"
    assert classes[2] == "day-strip-square is-counted is-today"
    assert classes[-1] == "day-strip-square is-counted is-last"
    legend = [item.get_text() for item in page.select(".day-strip-legend li")]
    assert legend == [entry.words for entry in strip.legend]


def test_what_people_wrote_is_escaped(calendar: Calendar) -> None:
    now = dt.datetime(2026, 3, 10, 10, 0, tzinfo=TZ).astimezone(dt.UTC)
    pause = Pause(D("2026-03-04"), D("2026-03-06"), "<b onclick=x>检测</b>")
    shown = strip_of_pauses(calendar, D("2026-03-02"), 5, [pause], now)
    for size in ("short", "long"):
        assert not render(shown, size).find_all("b", onclick=True)


def test_every_mark_of_a_square_has_a_look() -> None:
    css = (WEB / "static/css/day-strip.css").read_text(encoding="utf-8")
    for mark in ("counted", "used", "makeup", "paused", "provisional", "today"):
        assert f".is-{mark}" in css
    tokens = re.findall(r"var\(--(?!strip-)[^)]*\)", css)
    assert tokens
    assert all("," in token for token in tokens), "every token has a fallback"
