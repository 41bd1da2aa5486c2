"""Reading what the page was asked from its address, and making the plan of it."""

from typing import Any
from urllib.parse import parse_qsl

import colander
import deform
from pyramid.request import Request

from agency.guides import load_guides
from agency.plan.make import make_plan
from agency.plan.model import Plan
from agency.plan.regions import regions_of
from agency.plan.schemas import Asked, plan_schema, read_asked
from agency.projects import QUESTIONS, Group
from tongban.clock import local
from tongban.site.deadlines import calendar_of
from tongban.web.forms import Form

#: The name under which an address carries what was asked before, for comparison.
BEFORE = "was"
#: A longer address was not written by this page.
MAX_BEFORE = 4000

#: The heading of what is asked beside the facts.
FRAME = "从哪天、在哪里、按哪种时限"


class Asking:
    """One request for a plan: its form, what it asks, and what it asked before."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._today = local(request.now).date()
        self._regions = regions_of(request)
        self.form = Form(self._schema(), request=request, formid="plan")
        self.asked: Asked | None = None
        self.refused = False
        self._read()

    def _schema(self) -> colander.SchemaNode:
        return plan_schema(self._regions, str(self._request.site.region), self._today)

    def _read(self) -> None:
        controls = [(n, v) for n, v in self._request.GET.items() if n != BEFORE]
        if not controls:
            return
        try:
            self.asked = read_asked(self.form.validate(controls))
        except deform.ValidationFailure:
            self.refused = True

    @property
    def before(self) -> Asked | None:
        """What was asked before; None where the address does not say, or says nothing sensible."""
        text = self._request.GET.get(BEFORE, "")
        if not text or len(text) > MAX_BEFORE:
            return None
        try:
            return read_asked(self._schema().deserialize(dict(parse_qsl(text))))
        except (colander.Invalid, ValueError):
            return None

    def plan(self, asked: Asked) -> Plan:
        """The plan of what was asked."""
        request, region = self._request, asked.region
        rules, calendar = request.rules_of(region), calendar_of(request, region)
        return make_plan(
            asked.facts, asked.start, rules, calendar, load_guides(), by=asked.by, events=asked.events
        )


def fields_by_group(form: Form) -> list[tuple[str, list[Any]]]:
    """The form's fields under their headings, in the order of asking."""
    grouped: dict[str, list[Any]] = {FRAME: []}
    grouped |= {group.value: [] for group in Group}
    for field in form.children:
        question = QUESTIONS.get(field.name)
        title = question.asked.group.value if question else FRAME
        grouped[title].append(field)
    return list(grouped.items())
