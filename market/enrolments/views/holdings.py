"""Qualifications and practitioners of one's own enrolment."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from market.enrolments.errors import NotEditable
from market.enrolments.find import own_enrolment, own_practitioner, own_record
from market.enrolments.forms import practitioner_form, qualification_form, statement_form
from market.enrolments.holders import HoldingService
from market.enrolments.holdings import items_of, requirement_of
from market.enrolments.lifecycle import CHANGEABLE, EDITABLE
from market.enrolments.models import Enrolment, QualificationRecord
from market.enrolments.schemas import certificate_kind
from market.enrolments.tables import record_name
from market.enrolments.wiring import catalogue_for, holding_service
from market.qualifications import Kind, load_kinds
from market.qualifications.choices import kind_choices
from tongban.clock import local
from tongban.errors import NotFound
from tongban.once.key import act_key
from tongban.security import Permission
from tongban.web.components import Link
from tongban.web.forms import Form, Submission, handle_form

FORM = "market:enrolments/templates/form.jinja2"
EDIT = Permission.MARKET_ENROLMENT_EDIT


class HoldingViews:
    """What the unit holds and whom it employs."""

    def __init__(self, request: Request) -> None:
        self.request = request
        enrolment = own_enrolment(request.db, request.actor)
        if enrolment is None:
            raise self._home()
        if request.method == "GET" and enrolment.state not in (*EDITABLE, *CHANGEABLE):
            raise NotEditable
        self.enrolment: Enrolment = enrolment

    @property
    def service(self) -> HoldingService:
        return holding_service(self.request.work, self.request.registry)

    @view_config(
        route_name="enrolment.qualification_new",
        permission=EDIT,
        renderer="market:enrolments/templates/qualification.jinja2",
    )
    def new(self) -> Any:
        """First the kind, then the form that belongs to it."""
        code = self.request.GET.get("kind", "")
        if not code:
            return {"kinds": self._kinds(), **self._page("填报资质")}
        kind = self._kind(code)
        form = qualification_form(self.request, code)
        return self._form(form, kind, None, title=f"填报{kind.name}")

    @view_config(
        route_name="enrolment.qualification",
        permission=EDIT,
        renderer="market:enrolments/templates/qualification.jinja2",
    )
    def replace(self) -> Any:
        record = self._record()
        kind = self._kind(record.kind)
        form = qualification_form(self.request, record.kind, record)
        return self._form(form, kind, record, title=f"更新{kind.name}")

    @view_config(route_name="enrolment.qualification_remove", permission=EDIT, renderer=FORM)
    def remove(self) -> Any:
        record = self._record()
        name = record_name(record, load_kinds())

        def drop(_sent: Submission) -> HTTPSeeOther:
            self.service.remove(self.enrolment, record)
            self.request.flash(f"已移除{name}。", "wait")
            return self._home()

        form = statement_form(self.request, f"移除{name}，要求这项资质的采购不能再报名。", "移除")
        return handle_form(self.request, form, drop, **self._page("移除资质"))

    @view_config(route_name="enrolment.practitioner", permission=EDIT, renderer=FORM)
    def employ(self) -> Any:
        def name(sent: Submission) -> HTTPSeeOther:
            values = {**sent.values, "certificate_kind": certificate_kind(sent.values)}
            person = self.service.employ(self.enrolment, values)
            self.request.flash(f"已登记{person.name}。{self._when()}")
            return self._home()

        lead = "同一本证书同一时间只能登记在一家机构。"
        page = self._page("登记执业人员", lead)
        return handle_form(self.request, practitioner_form(self.request), name, **page)

    @view_config(route_name="enrolment.practitioner_leave", permission=EDIT, renderer=FORM)
    def part(self) -> Any:
        person = own_practitioner(self.request.db, self.enrolment, int(self.request.matchdict["id"]))

        def leave(_sent: Submission) -> HTTPSeeOther:
            self.service.part(self.enrolment, person)
            self.request.flash(f"{person.name}已办理离开。", "wait")
            return self._home()

        words = f"{person.name}（{person.certificate_kind}）已不在我单位执业。"
        form = statement_form(self.request, words, "办理离开")
        return handle_form(self.request, form, leave, **self._page("办理离开"))

    def _form(self, form: Form, kind: Kind, record: QualificationRecord | None, *, title: str) -> Any:
        def save(sent: Submission) -> HTTPSeeOther:
            self.service.add(
                self.enrolment,
                kind.code,
                sent.values,
                sent.values.get("file"),
                replaces=record,
                form_key=act_key(self.request) or sent.key,
            )
            self.request.flash(f"已保存{kind.name}。{self._when()}")
            return self._home()

        return handle_form(self.request, form, save, kinds=None, **self._page(title, kind.note))

    def _when(self) -> str:
        return "核验通过后生效。" if self.enrolment.state in CHANGEABLE else ""

    def _kind(self, code: str) -> Kind:
        kind = load_kinds().get(code)
        if kind is None:
            raise NotFound("没有这种资质，请重新选择。")
        return kind

    def _kinds(self) -> list[tuple[str, list[Link]]]:
        """Kinds to choose from: first those the chosen services ask for."""
        enrolment = self.enrolment
        codes = [*enrolment.service_codes, *enrolment.proposed_services]
        items = items_of(codes, catalogue_for(self.request, enrolment.region))
        asked = {clause.kind for item in items for clause in requirement_of(item).clauses}
        offered = kind_choices(load_kinds(), local(self.request.now).date())
        groups = (
            ("所选服务要求的资质", [pair for pair in offered if pair[0] in asked]),
            ("其他资质和登记", [pair for pair in offered if pair[0] not in asked]),
        )
        return [(title, [self._link(*pair) for pair in pairs]) for title, pairs in groups if pairs]

    def _link(self, code: str, title: str) -> Link:
        query = {"kind": code}
        return Link(title, self.request.route_path("enrolment.qualification_new", _query=query))

    def _record(self) -> QualificationRecord:
        return own_record(self.request.db, self.enrolment, int(self.request.matchdict["id"]))

    def _page(self, title: str, lead: str = "") -> dict[str, Any]:
        back = {"href": self.request.route_path("enrolment.edit"), "label": "返回我的入驻"}
        return {"title": title, "lead": lead, "back": back}

    def _home(self) -> HTTPSeeOther:
        return HTTPSeeOther(self.request.route_path("enrolment.edit"))
