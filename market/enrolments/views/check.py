"""The operator's queue and check sheet, and the measures of operator and authority."""

from collections.abc import Sequence
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from market.enrolments.checking import CheckService
from market.enrolments.facts import contact_facts, org_facts
from market.enrolments.filters import QueueFilters
from market.enrolments.find import find_enrolment
from market.enrolments.forms import decision_form, measure_form, statement_form
from market.enrolments.holdings import has_changes, items_of, people, present, standings
from market.enrolments.lifecycle import ENROLMENT
from market.enrolments.models import Enrolment
from market.enrolments.tables import practitioner_table, qualification_table, standing_table
from market.enrolments.thread import done_steps, next_step
from market.enrolments.wiring import catalogue_for, check_service
from market.qualifications import load_kinds
from tongban.clock import local
from tongban.db.keyset import page_of
from tongban.errors import InvalidField, NotAllowed
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Column, Confirm, Fact, Link, StateLabel, Table
from tongban.web.forms import Form, Submission, handle_form

FORM = "market:enrolments/templates/form.jinja2"
ADMISSION = {"pass": "核验通过", "return": "退回修改"}
CHANGES = {"pass": "变更核验通过", "return": "变更不予通过"}
OBJECTION = {"return": "公示异议成立，退回"}


class CheckViews:
    """What staff does with enrolments of its region."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @property
    def service(self) -> CheckService:
        return check_service(self.request.work, self.request.registry)

    @view_config(
        route_name="enrolments.queue",
        request_method="GET",
        permission=Permission.DESK,
        renderer="market:enrolments/templates/queue.jinja2",
    )
    def queue(self) -> dict[str, Any]:
        actor = self.request.actor
        staff = (Permission.MARKET_ENROLMENT_CHECK, Permission.MARKET_ENROLMENT_SUSPEND)
        if not any(permits(actor, permission) for permission in staff):
            raise NotAllowed
        filters = QueueFilters(self.request)
        after = self.request.GET.get("after")
        page = page_of(self.request.db, filters.apply(), (Enrolment.id.desc(),), after)
        return {"page": page, "filters": filters, "rows": self._table(page.rows)}

    def _table(self, enrolments: Sequence[Enrolment]) -> Table:
        columns = (
            Column("中介机构", "link", main=True),
            Column("编号"),
            Column("提交时间", "datetime"),
            Column("核验期限", "datetime"),
            Column("进度", "state"),
        )
        rows = []
        for enrolment in enrolments:
            changes = enrolment.change_submitted_at is not None
            state = StateLabel.of(ENROLMENT.states[enrolment.state])
            href = self.request.route_path("enrolments.check", number=enrolment.number)
            due = enrolment.change_due or (enrolment.check_due if enrolment.state == "submitted" else None)
            rows.append(
                (
                    Link(enrolment.org.name, href),
                    enrolment.number,
                    enrolment.change_submitted_at or enrolment.submitted_at,
                    due,
                    StateLabel("变更待核验", "wait") if changes else state,
                )
            )
        return Table("本地区的入驻申请和变更", columns, rows)

    @view_config(
        route_name="enrolments.check",
        permission=Permission.DESK,
        renderer="market:enrolments/templates/check.jinja2",
    )
    def check(self) -> Any:
        """The check sheet; the decision for whoever may take it and while there is one to take."""
        enrolment = self._enrolment()
        options = self._options(enrolment)
        may = permits(self.request.actor, Permission.MARKET_ENROLMENT_CHECK, enrolment)
        sheet = self._sheet(enrolment)
        if self.request.method == "GET" and not (options and may):
            return sheet
        self.request.work.require(Permission.MARKET_ENROLMENT_CHECK, enrolment)
        form = decision_form(self.request, enrolment, options or ADMISSION)
        return handle_form(self.request, form, lambda sent: self._decide(enrolment, sent), **sheet)

    def _options(self, enrolment: Enrolment) -> dict[str, str]:
        if enrolment.state in ("active", "suspended"):
            return CHANGES if has_changes(enrolment) else {}
        return {"submitted": ADMISSION, "publicity": OBJECTION}.get(enrolment.state, {})

    def _decide(self, enrolment: Enrolment, sent: Submission) -> HTTPSeeOther:
        passed, reason = sent.values["decision"] == "pass", sent.values["reason"]
        version, changes = int(sent.values["version"]), enrolment.state in ("active", "suspended")
        if not passed and not reason:
            raise InvalidField("reason", "不予通过的，请写明原因，机构要照此修改。")
        if passed and changes:
            self.service.approve_changes(enrolment, version)
        elif passed:
            self.service.admit(enrolment, version)
        elif changes:
            self.service.refuse_changes(enrolment, reason, version)
        else:
            self.service.send_back(enrolment, reason, version)
        self.request.flash(f"已处理{enrolment.org.name}的入驻资料，结果已通知机构。")
        return HTTPSeeOther(self.request.route_path("enrolments.queue"))

    def _sheet(self, enrolment: Enrolment) -> dict[str, Any]:
        request = self.request
        codes = [*enrolment.service_codes, *enrolment.proposed_services]
        items = items_of(codes, catalogue_for(request, enrolment.region))
        records = present(enrolment)
        today = local(request.now).date()
        found = standings(items, records, today, load_kinds(), enrolment.explanations)
        return {
            "enrolment": enrolment,
            "state": StateLabel.of(ENROLMENT.states[enrolment.state]),
            "facts": [*org_facts(request, enrolment), *contact_facts(enrolment)],
            "services": standing_table(request, found, enrolment.proposed_services),
            "qualifications": qualification_table(request, records, files=True),
            "people": practitioner_table(request, people(enrolment), public=False),
            "done": done_steps(self.request.db, enrolment),
            "next": next_step(request, enrolment),
            "measures": self._measures(enrolment),
        }

    def _measures(self, enrolment: Enrolment) -> list[Link]:
        offers = {
            "suspend": (Permission.MARKET_ENROLMENT_SUSPEND, "暂停入驻", ("active",)),
            "reinstate": (Permission.MARKET_ENROLMENT_CHECK, "恢复入驻", ("suspended",)),
            "expel": (Permission.MARKET_CREDIT_POST, "清退", ("active", "suspended")),
        }
        return [
            Link(title, self.request.route_path(f"enrolments.{name}", number=enrolment.number))
            for name, (permission, title, states) in offers.items()
            if enrolment.state in states and permits(self.request.actor, permission, enrolment)
        ]

    @view_config(route_name="enrolments.suspend", permission=Permission.DESK, renderer=FORM)
    def suspend(self) -> Any:
        enrolment = self._enrolment(Permission.MARKET_ENROLMENT_SUSPEND)

        def act(sent: Submission) -> HTTPSeeOther:
            self.service.suspend(enrolment, sent.values["reason"], sent.values["until"])
            return self._done(enrolment, "入驻已暂停，已通知机构。")

        hint = "含当日；不填则直到恢复为止。"
        form = measure_form(self.request, "下一步：核对", "暂停至", hint)
        return self._measure(form, enrolment, act, "暂停入驻", "暂停期间不能报名，不影响已签订的合同。")

    @view_config(route_name="enrolments.expel", permission=Permission.DESK, renderer=FORM)
    def expel(self) -> Any:
        enrolment = self._enrolment(Permission.MARKET_CREDIT_POST)

        def act(sent: Submission) -> HTTPSeeOther:
            self.service.expel(enrolment, sent.values["reason"], sent.values["until"])
            return self._done(enrolment, "已清退，已通知机构。")

        form = measure_form(self.request, "下一步：核对", "禁入至", "含当日；不填则永久禁入。")
        return self._measure(form, enrolment, act, "清退", "清退前请告知机构事实和依据，听取其陈述和申辩。")

    @view_config(route_name="enrolments.reinstate", permission=Permission.DESK, renderer=FORM)
    def reinstate(self) -> Any:
        enrolment = self._enrolment(Permission.MARKET_ENROLMENT_CHECK)

        def act(_sent: Submission) -> HTTPSeeOther:
            self.service.reinstate(enrolment)
            return self._done(enrolment, "入驻已恢复，已通知机构。")

        form = statement_form(self.request, "暂停的原因已经消除，恢复入驻。", "恢复入驻")
        return handle_form(
            self.request, form, act, **self._page(enrolment, "恢复入驻", enrolment.reason or "")
        )

    def _measure(self, form: Form, enrolment: Enrolment, act: Any, title: str, lead: str) -> Any:
        def confirm(sent: Submission) -> Confirm:
            until = sent.values["until"]
            facts = (
                Fact("机构", f"{enrolment.org.name}（{enrolment.number}）"),
                Fact("原因和依据", sent.values["reason"]),
                Fact("截止日期", until.isoformat() if until else "未设截止日期"),
            )
            return Confirm(title, facts, f"确认{title}", warning=lead)

        return handle_form(self.request, form, act, confirm=confirm, **self._page(enrolment, title, lead))

    def _page(self, enrolment: Enrolment, title: str, lead: str) -> dict[str, Any]:
        href = self.request.route_path("enrolments.check", number=enrolment.number)
        facts = org_facts(self.request, enrolment)
        back = {"href": href, "label": f"返回{enrolment.org.name}"}
        return {"title": title, "lead": lead, "back": back, "facts": facts}

    def _done(self, enrolment: Enrolment, words: str) -> HTTPSeeOther:
        self.request.flash(words, "wait")
        return HTTPSeeOther(self.request.route_path("enrolments.check", number=enrolment.number))

    def _enrolment(self, permission: Permission = Permission.MARKET_ENROLMENT_READ) -> Enrolment:
        enrolment = find_enrolment(self.request.db, self.request.matchdict["number"], self.request.actor)
        if enrolment.org_id == self.request.actor.org_id:
            # One's own data are on one's own page; the sheet is for those who decide.
            raise NotAllowed
        self.request.work.require(permission, enrolment)
        return enrolment
