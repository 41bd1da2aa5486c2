"""The public pages of intermediaries."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from market.credit.service import grade, ledger, score
from market.enrolments.facts import contact_facts, credit_facts, org_facts
from market.enrolments.filters import PublicFilters
from market.enrolments.find import find_public
from market.enrolments.holdings import in_force, items_of, people
from market.enrolments.lifecycle import ENROLMENT
from market.enrolments.models import Enrolment
from market.enrolments.tables import practitioner_table, qualification_table
from market.enrolments.thread import done_steps, next_step
from market.enrolments.wiring import catalogue_for
from market.rules import GRADES
from tongban.db.keyset import page_of
from tongban.regions.service import path_name
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Column, Link, StateLabel, Table

#: How many services stand in a row of the list before it says how many more there are.
SHOWN_SERVICES = 3


class ShowcaseViews:
    """What anyone may read of intermediaries."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.catalogue = catalogue_for(request, request.site.region)

    @view_config(
        route_name="intermediaries.list",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="market:enrolments/templates/list.jinja2",
    )
    def list(self) -> dict[str, Any]:
        filters = PublicFilters(self.request, self.catalogue)
        after = self.request.GET.get("after")
        page = page_of(self.request.db, filters.apply(), (Enrolment.id.desc(),), after)
        return {"page": page, "filters": filters, "rows": self._table(page.rows)}

    def _table(self, enrolments: Sequence[Enrolment]) -> Table:
        columns = (
            Column("中介机构", "link", main=True),
            Column("提供的服务"),
            Column("所在地"),
            Column("信用等级"),
            Column("状态", "state"),
        )
        rows = [
            (
                Link(e.org.name, self.request.route_path("intermediaries.show", number=e.number)),
                self._services(e),
                path_name(self.request.db, e.org.region),
                self._grade(e),
                StateLabel.of(ENROLMENT.states[e.state]),
            )
            for e in enrolments
        ]
        return Table("已入驻和正在公示的机构", columns, rows)

    def _services(self, enrolment: Enrolment) -> str:
        names = [item.name for item in items_of(enrolment.service_codes, self.catalogue)]
        more = f"等 {len(names)} 项" if len(names) > SHOWN_SERVICES else ""
        return "、".join(names[:SHOWN_SERVICES]) + more

    def _grade(self, enrolment: Enrolment) -> str:
        rules = self.request.rules_of(enrolment.region)
        points = score(self.request.db, enrolment.org_id, self.request.now, rules)
        name = grade(points, rules.value("market.credit.grades"))
        return f"{GRADES.get(name, name)}（{points} 分）"

    @view_config(
        route_name="intermediaries.show",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="market:enrolments/templates/show.jinja2",
    )
    def show(self) -> dict[str, Any]:
        request = self.request
        enrolment = find_public(request.db, request.matchdict["number"])
        staff = permits(request.actor, Permission.MARKET_ENROLMENT_READ, enrolment)
        own = enrolment.org_id == request.actor.org_id
        # What is up for publicity is what will be in force afterwards.
        held = in_force(enrolment) if enrolment.state != "publicity" else _all_present(enrolment)
        named = [p for p in people(enrolment) if p.checked_at or enrolment.state == "publicity"]
        facts = [*org_facts(request, enrolment), *(contact_facts(enrolment) if staff else [])]
        return {
            "enrolment": enrolment,
            "state": StateLabel.of(ENROLMENT.states[enrolment.state]),
            "facts": [*facts, *credit_facts(request, enrolment, request.rules_of(enrolment.region))],
            "services": items_of(enrolment.service_codes, self.catalogue),
            "qualifications": qualification_table(request, held, files=False),
            "people": practitioner_table(request, named, public=True),
            "ledger": self._ledger(enrolment),
            "done": done_steps(request.db, enrolment, public=True),
            "next": self._next(enrolment),
            "blocks": [block(request, enrolment) for block in request.registry["market.intermediary_blocks"]],
            "own": own,
            "staff": staff and not own,
        }

    def _next(self, enrolment: Enrolment) -> Any:
        """The public is told of the publicity period; changes under check are nobody else's business."""
        return next_step(self.request, enrolment) if enrolment.state == "publicity" else None

    def _ledger(self, enrolment: Enrolment) -> Table:
        columns = (Column("日期", "date"), Column("事由", main=True), Column("记分", "number"))
        entries = ledger(self.request.db, enrolment.org_id)
        rows = [(entry.effective_from, entry.reason, f"{entry.points:+d}") for entry in entries]
        return Table(f"共 {len(rows)} 条", columns, rows)


def _all_present(enrolment: Enrolment) -> Any:
    return [record for record in enrolment.qualifications if record.superseded_at is None]
