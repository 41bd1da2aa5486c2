"""The operator's page about background work, and trying again what failed."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from tongban.calendar import CalendarService
from tongban.errors import NotFound
from tongban.outbox.retry import retry_row, retry_timer
from tongban.portal.blocks import frames
from tongban.portal.jobs import backlog, job_statuses, last_line
from tongban.security import Permission
from tongban.web.components import Fact, StateLabel

#: Where the search index, if there is one, can be asked how it stands.
SEARCH_KEY = "tongban.search"
DATABASES: dict[str, str] = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class JobViews:
    """Jobs, outbox, timers; for administrators."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(
        route_name="admin.jobs",
        request_method="GET",
        permission=Permission.ADMIN_JOBS,
        renderer="tongban:portal/templates/jobs.jinja2",
    )
    def show(self) -> dict[str, Any]:
        request, registry = self.request, self.request.registry
        jobs = job_statuses(request.db, registry["tongban.handlers"], request.now)
        left = backlog(request.db, request.now)
        warning = CalendarService(request.db).warning(request.now)
        return {
            "jobs": jobs,
            "left": left,
            "calendar_warning": warning,
            "facts": self._facts(),
            "handler_title": frames(registry).handler_title,
            "last_line": last_line,
            "late_jobs": any(job.state.tone == "late" for job in jobs),
        }

    @view_config(route_name="admin.jobs.retry", request_method="POST", permission=Permission.ADMIN_JOBS)
    def retry(self) -> HTTPSeeOther:
        request, wanted = self.request, self.request.matchdict
        again = retry_row if wanted["kind"] == "outbox" else retry_timer
        if not again(request.work, int(wanted["id"])):
            raise NotFound("这一项已经办完，或者不存在。")
        request.flash("已安排重试，后台进程会马上再办一次。", "done")
        return HTTPSeeOther(request.route_path("admin.jobs"))

    def _facts(self) -> list[Fact]:
        registry = self.request.registry
        dialect = registry["tongban.engines"].write.dialect.name
        embedded = registry["tongban.site"].embedded_worker
        facts = [
            Fact("数据库", DATABASES.get(dialect, dialect)),
            Fact("后台进程", "在网站进程内运行" if embedded else "单独运行（tongban worker）"),
        ]
        search = registry.get(SEARCH_KEY)
        if search is not None:
            status = search.backend.status(self.request.db)
            label = StateLabel("正常", "done") if status.healthy else StateLabel("需要重建", "late")
            facts.append(Fact("搜索索引", label, hint=f"{search.backend.name}"))
        return facts
