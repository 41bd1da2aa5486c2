"""The questions of the page: the facts of a project, from when, by which limits, and known dates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import colander

from agency.plan.limits import BY_WORDS, By
from agency.projects import QUESTIONS, Facts, fact_node
from tongban import fields
from tongban.web.forms import widgets


@dataclass(frozen=True)
class Asked:
    """What was asked for: enough to make the plan again."""

    facts: Facts
    start: date
    by: By
    events: Mapping[str, date]
    region: str


NEAR_YEARS = 10
TOO_FAR = f"请填写前后 {NEAR_YEARS} 年以内的日期。"

#: Fields of the page for dates of events, by the event's code.
EVENT_FIELDS = {"land": "land_on", "built": "built_on"}


def plan_schema(regions: Mapping[str, str], region: str, today: date) -> colander.SchemaNode:
    """Everything the page asks, flat, so that it reads well in an address. Only the first day is required."""
    schema = fields.Schema()
    for node in _frame(regions, region, today):
        schema.add(node)
    for question in QUESTIONS.values():
        schema.add(fact_node(question))
    return schema


def _frame(regions: Mapping[str, str], region: str, today: date) -> list[colander.SchemaNode]:
    by = {key.value: words for key, words in BY_WORDS.items()}
    return [
        fields.day(
            "从哪天开始",
            name="start",
            default=today,
            validator=_near(today),
            hint="准备好材料、可以提交第一项申请的那一天。",
        ),
        fields.choice(
            "在哪里办",
            regions,
            name="region",
            default=region,
            missing=region,
            widget=widgets.Select(values=list(regions.items()), empty_label=None),
        ),
        fields.choice(
            "按哪一种时限算",
            by,
            name="by",
            default=By.PROMISED.value,
            missing=By.PROMISED.value,
            widget=widgets.Select(values=list(by.items()), empty_label=None),
            hint="法定时限是法律规定的上限，承诺时限是部门答应办好的时间。没有其中一种的，按另一种算。",
        ),
        fields.day(
            "预计取得建设用地的日期",
            name="land_on",
            required=False,
            validator=_near(today),
            hint="不填的，按前面事项办好的当天算。",
        ),
        fields.day(
            "预计完工日期",
            name="built_on",
            required=False,
            validator=_near(today),
            hint="不填的，按领到施工许可的当天算。",
        ),
    ]


def near_days(day: date, today: date) -> bool:
    """Whether a day is near enough to plan with."""
    return abs(day.year - today.year) <= NEAR_YEARS


def _near(today: date) -> Callable[[Any, date], None]:
    """Nobody plans further; a year far away is a slip of the finger."""

    def check(node: Any, day: date) -> None:
        if not near_days(day, today):
            raise colander.Invalid(node, TOO_FAR)

    return check


def read_asked(values: Mapping[str, Any]) -> Asked:
    """What the validated values of ``plan_schema`` ask for."""
    events = {code: values[name] for code, name in EVENT_FIELDS.items() if values.get(name)}
    return Asked(Facts.from_values(values), values["start"], By(values["by"]), events, str(values["region"]))


def asked_values(asked: Asked) -> dict[str, Any]:
    """What was asked as values of ``plan_schema``, without what is not known."""
    dates = {EVENT_FIELDS[code]: day for code, day in asked.events.items()}
    frame = {"start": asked.start, "by": asked.by.value, "region": asked.region}
    return {**frame, **dates, **asked.facts.known()}


def asked_query(asked: Asked) -> dict[str, str]:
    """The address's query for what was asked."""
    schema = plan_schema({asked.region: ""}, asked.region, asked.start)
    shown = {name: schema[name].serialize(value) for name, value in asked_values(asked).items()}
    return {name: str(text) for name, text in shown.items() if text is not colander.null}
