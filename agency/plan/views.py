"""The public page that plans a project: facts in the address, no account, works without a script."""

from typing import Any
from urllib.parse import urlencode

from pyramid.request import Request
from pyramid.view import view_config

from agency.guides import load_guides
from agency.market_link import services_by_approval
from agency.plan.asking import BEFORE, Asking, fields_by_group
from agency.plan.diff import CHANGE_WORDS, Difference, diff
from agency.plan.model import Plan
from agency.plan.present import PlanPresenter
from agency.plan.schemas import Asked, asked_query, asked_values
from agency.projects import fact_words
from tongban.calendar import CalendarService
from tongban.regions.service import path_name
from tongban.rules import Rules
from tongban.security import Permission
from tongban.site.deadlines import calendar_of
from tongban.web.components import Fact, Link
from tongban.web.nav import has_route


class PlanPages:
    """One page: the questions, and below what was answered the plan."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.asking = Asking(request)

    @view_config(
        route_name="guides.plan",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="agency:plan/templates/page.jinja2",
    )
    def page(self) -> dict[str, Any]:
        """The questions alone, or the plan with the questions below it."""
        asking, asked = self.asking, self.asking.asked
        if asking.refused:
            self.request.response.status_int = 422
        shown: dict[str, Any] = {
            "back": Link("办事指南", self.request.route_path("guides.list")),
            "action": self.request.route_path("guides.plan"),
            "form": asking.form,
            "plan": None,
        }
        if asked is not None:
            shown |= self._planned(asked)
        return {**shown, "groups": fields_by_group(asking.form)}

    def _planned(self, asked: Asked) -> dict[str, Any]:
        plan = self.asking.plan(asked)
        self.asking.form.set_appstruct(asked_values(asked))
        return {
            "plan": presenter_of(self.request, asked.region).view(plan),
            "place": path_name(self.request.db, asked.region) or asked.region,
            "known": [Fact(title, words) for title, words in fact_words(asked.facts)],
            "before": urlencode(asked_query(asked)),
            "before_name": BEFORE,
            "difference": self._difference(plan, asked),
            "change_words": CHANGE_WORDS,
        }

    def _difference(self, plan: Plan, asked: Asked) -> Difference | None:
        before = self.asking.before
        if before is None or before.region != asked.region:
            return None
        return diff(self.asking.plan(before), plan) or None


def presenter_of(request: Request, region: str, rules: Rules | None = None) -> PlanPresenter:
    """How plans of a region are shown to this request, with its links.

    ``rules``: those a plan was made by, where they are not the region's present ones.
    """

    def guide(code: str) -> str:
        return str(request.route_path("guides.show", code=code))

    def service(code: str) -> str:
        if not has_route(request, "services.show"):
            return ""
        return str(request.route_path("services.show", code=code))

    return PlanPresenter(
        load_guides(),
        CalendarService(request.db).for_rules(rules) if rules else calendar_of(request, region),
        rules or request.rules_of(region),
        request.now,
        guide,
        service,
        services_by_approval(request),
    )
