"""The form of a project's facts: the one place where they are validated, for pages and programs alike."""

from collections.abc import Collection
from typing import Any

import colander

from agency.projects.facts import QUESTIONS
from agency.projects.questions import UNKNOWN, Group, Kind, Question
from tongban import fields
from tongban.web.forms import widgets


def facts_schema(required: Collection[str] = ()) -> colander.SchemaNode:
    """All questions in sections; only those named ``required`` must be answered."""
    schema = fields.Schema()
    for group in Group:
        questions = [question for question in QUESTIONS.values() if question.asked.group is group]
        demanding = any(question.name in required for question in questions)
        empty: dict[str, Any] = {} if demanding else {"missing": {}}
        section = fields.Section(name=group.name.lower(), title=group.value, **empty)
        for question in questions:
            section.add(fact_node(question, required=question.name in required))
        schema.add(section)
    return schema


def fact_node(question: Question, *, required: bool = False) -> colander.SchemaNode:
    """The field of one question; unanswered gives ``None`` unless it is required."""
    about: dict[str, Any] = {"name": question.name, "required": required}
    if question.asked.hint:
        about["hint"] = question.asked.hint
    if question.kind is Kind.MONEY:
        return fields.wan(question.title, **about)
    if question.kind is Kind.NUMBER:
        unit = widgets.TextInput(width="short", unit=question.asked.unit)
        return fields.whole(question.title, max=1_000_000_000, widget=unit, **about)
    if question.kind is Kind.YES_NO:
        return fields.yes_no(question.title, widget=_list({"yes": "是", "no": "否"}, required), **about)
    options = {choice.value: words for choice, words in question.asked.choices.items()}
    return fields.choice(question.title, options, widget=_list(options, required), **about)


def _list(options: dict[str, str], required: bool) -> widgets.Select:
    return widgets.Select(
        values=list(options.items()), empty_label="请选择" if required else UNKNOWN, width="medium"
    )
