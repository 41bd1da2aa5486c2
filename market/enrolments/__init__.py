"""Enrolment (入驻): admission of intermediaries, their qualifications and practitioners."""

from datetime import timedelta

from pyramid.config import Configurator

from market.enrolments.checking import PUBLICITY_TIMER
from market.enrolments.practice import load_practice
from market.enrolments.search import load_document, public_ids
from market.enrolments.wiring import make_expiry, make_publicity_end, may_read_file
from tongban.security import Permission

#: Pages of one's own enrolment: name after ``enrolment.`` and path.
OWN = {
    "edit": "/enrolment",
    "basics": "/enrolment/basics",
    "submit": "/enrolment/submit",
    "withdraw": "/enrolment/withdraw",
    "qualification_new": "/enrolment/qualifications/new",
    "qualification": "/enrolment/qualifications/{id:\\d+}",
    "qualification_remove": "/enrolment/qualifications/{id:\\d+}/remove",
    "practitioner": "/enrolment/practitioners/new",
    "practitioner_leave": "/enrolment/practitioners/{id:\\d+}/leave",
}


def includeme(config: Configurator) -> None:
    """Pages, timer, daily job, files, search and practice data.

    Other features add blocks to an intermediary's public page through ``market.intermediary_blocks``:
    callables of (request, enrolment) that return markup or None.
    """
    config.registry.setdefault("market.intermediary_blocks", [])
    for name, path in OWN.items():
        config.add_route(f"enrolment.{name}", path)
    config.add_route("enrolments.queue", "/enrolments")
    for name in ("check", "suspend", "reinstate", "expel"):
        config.add_route(f"enrolments.{name}", f"/enrolments/{{number}}/{name}")
    config.add_route("intermediaries.list", "/intermediaries")
    config.add_route("intermediaries.show", "/intermediaries/{number}")
    config.add_nav_item("中介机构", "intermediaries.list", order=30)
    config.add_nav_item("我的入驻", "enrolment.edit", Permission.MARKET_ENROLMENT_EDIT, order=60)
    config.add_nav_item("入驻核验", "enrolments.queue", Permission.MARKET_ENROLMENT_CHECK, order=62)
    config.add_timer_handler(PUBLICITY_TIMER, make_publicity_end(config.registry))
    config.add_job("enrolment.expiry", "提醒和处理到期资质", timedelta(days=1), make_expiry(config.registry))
    config.add_file_rule("enrolment", may_read_file)
    config.add_search_kind("enrolment", "中介机构", load_document, public_ids)
    config.add_setup_step("market.enrolments.practice", load_practice, order=50, demo=True)
    config.scan("market.enrolments.views")
