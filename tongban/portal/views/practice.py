"""Moving the time of a practice site. These views exist on practice sites only."""

from datetime import datetime, timedelta
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from tongban.clock import local
from tongban.errors import DomainError
from tongban.fields import Refused
from tongban.fields.moments import parse_moment, show_moment
from tongban.outbox.advance import advance
from tongban.outbox.wiring import make_runner
from tongban.portal.coming import Coming, coming, next_morning
from tongban.portal.moving import one_at_a_time
from tongban.security import Permission
from tongban.web.filters import datetime_text

PAGE = "tongban:portal/templates/clock.jinja2"
#: Moving further at once would have a request run for minutes.
FURTHEST = timedelta(days=400)


class PracticeClockViews:
    """The page with the time of the practice site, and moving it forward."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="practice.clock",
        request_method="GET",
        permission=Permission.ADMIN_PRACTICE_CLOCK,
        renderer=PAGE,
    )
    def show(self) -> dict[str, Any]:
        return self._page()

    @view_config(
        route_name="practice.clock",
        request_method="POST",
        permission=Permission.ADMIN_PRACTICE_CLOCK,
        renderer=PAGE,
    )
    def move(self) -> dict[str, Any] | HTTPSeeOther:
        # Never touches request.db: on SQLite that would hold the lock the runner needs.
        request, registry = self.request, self.request.registry
        try:
            to = self._target()
            with one_at_a_time():
                now = advance(registry["tongban.sessions"], request.clock, make_runner(registry, "clock"), to)
        except Refused as refusal:
            return self._refused(str(refusal))
        except DomainError as error:
            return self._refused(error.message)
        request.flash(f"演练时间已调到 {datetime_text(now)}，到期的事项已依次办理。")
        return HTTPSeeOther(request.route_path("practice.clock"))

    def _refused(self, message: str) -> dict[str, Any]:
        self.request.response.status_int = 422
        return self._page(message, self.request.POST.get("at", ""))

    def _page(self, problem: str = "", typed: str = "") -> dict[str, Any]:
        now, ahead = self.request.now, self._coming()
        return {
            "now": now,
            "hour": timedelta(hours=1),
            "morning": self._morning(),
            "coming": ahead,
            "problem": problem,
            "typed": typed or show_moment(local(now + timedelta(minutes=1)).replace(second=0, microsecond=0)),
        }

    def _target(self) -> datetime:
        """The moment that was asked for. Raises Refused with what is wrong."""
        how = self.request.POST.get("how")
        if how == "hour":
            return self.request.now + timedelta(hours=1)
        if how == "morning":
            return self._morning()
        if how == "next" and (ahead := self._coming()):
            return ahead[0].at
        to = parse_moment(self.request.POST.get("at", "").strip())
        if to > self.request.now + FURTHEST:
            raise Refused(f"一次最多向前调 {FURTHEST.days} 天。")
        return to

    def _coming(self) -> list[Coming]:
        registry = self.request.registry
        with registry["tongban.reads"]() as session:
            return coming(session, registry, self.request.now)

    def _morning(self) -> datetime:
        registry = self.request.registry
        with registry["tongban.reads"]() as session:
            return next_morning(session, registry["tongban.site"].region, self.request.now)
