"""From the request for whole-process agency to the agreement in force."""

import itertools
from collections.abc import Callable
from typing import Any

from agency.cases.agreement import digest
from agency.cases.models import Case
from agency.handovers.models import Handover
from tests.access.posts.base import ALL, OWNER1, OWNERS, Post, Where, at_path
from tests.access.practice import REGION, PracticeSite, the

STAFF = ("agent", "agent2", "agent3", "centrehead")
CARRIERS = ("agent", "agent2")
HEAD = ("centrehead",)
REASON = {"reason": "项目暂缓。"}
SIGNER = {"signer": "周演一", "capacity": "legal"}
_codes = itertools.count(1)


def new_code() -> str:
    """A project code that no case has yet."""
    return f"2026-{REGION}-14-01-{next(_codes):06d}"


def request_answers(_site: PracticeSite) -> dict[str, Any]:
    """What the form of a request is filled in with."""
    return {
        "contact_name": "张三",
        "contact_phone": "0739-0000001",
        "project_name": "年产 5 万吨食品加工项目",
        "project_code": new_code(),
        "scope": "新建厂房两栋。",
        "funding": "private",
        "project_class": "industrial",
    }


def requested(site: PracticeSite, **more: Any) -> str:
    """A case of owner1 that waits for the decision; its number."""
    answers = request_answers(site) | more
    response = site.act("owner1", f"/agency/new?region={REGION}", **answers)
    return str(response.location).rsplit("/", 1)[1]


def uncoded(site: PracticeSite) -> str:
    """A case whose agent is to obtain the project code."""
    number = requested(site, project_code="", code_by_agent=True)
    return _assign(site, _accept(site, number))


def _accept(site: PracticeSite, number: str) -> str:
    site.act("agent", f"/agency/{number}/screen", decision="accept")
    return number


def _assign(site: PracticeSite, number: str) -> str:
    site.act("centrehead", f"/agency/{number}/assign", **carriers(site))
    return number


def accepted(site: PracticeSite) -> str:
    """A case that waits for its agent."""
    return _accept(site, requested(site))


def assigned(site: PracticeSite) -> str:
    """A case that waits for its agreement."""
    return _assign(site, accepted(site))


def drafted(site: PracticeSite) -> str:
    """A case whose agreement waits for the applicant."""
    number = assigned(site)
    site.act("agent", f"/agency/{number}/draft")
    return number


def sealed(site: PracticeSite) -> str:
    """A case whose agreement waits for the centre."""
    number = drafted(site)
    site.act("owner1", f"/agency/{number}/seal", **SIGNER)
    return number


def active(site: PracticeSite) -> str:
    """A case whose agreement is in force."""
    number = sealed(site)
    site.act("centrehead", f"/agency/{number}/countersign")
    return number


def handing_over(site: PracticeSite) -> dict[str, str]:
    """What the form of a hand-over is filled in with: agent3 is to take the case."""
    people = {"incoming": str(site.people["agent3"].user_id), "deputy": str(site.people["agent2"].user_id)}
    return {**people, "reason": "岗位调整。", "remarks": "原件在窗口。"}


def proposed(site: PracticeSite, number: str | None = None) -> str:
    """A hand-over that waits for its answer; its number."""
    number = number or active(site)
    site.act("centrehead", f"/agency/{number}/hand-over", **handing_over(site))
    with site.session() as session:
        case = the(session, Case, number=number)
        return str(the(session, Handover, open_case_id=case.id).number)


def carriers(site: PracticeSite) -> dict[str, str]:
    """Agent and deputy, as the form names them."""
    return {"agent": str(site.people["agent"].user_id), "deputy": str(site.people["agent2"].user_id)}


def seen(site: PracticeSite, number: str) -> str:
    """The digest of a case's agreement."""
    with site.session() as session:
        return digest(the(session, Case, number=number).agreement)


def _at(verb: str, make: Callable[[PracticeSite], str]) -> Where:
    return lambda site: f"/agency/{make(site)}/{verb}"


POSTS = [
    Post("cases.new", OWNERS, at_path(f"/agency/new?region={REGION}"), request_answers, again="anew"),
    Post("cases.screen", STAFF, _at("screen", requested), {"decision": "accept"}),
    Post("cases.withdraw", OWNER1, _at("withdraw", requested), REASON),
    Post("cases.assign", HEAD, _at("assign", accepted), carriers, again="anew"),
    Post("cases.draft", CARRIERS, _at("draft", assigned)),
    Post("cases.code", CARRIERS, _at("code", uncoded), lambda _site: {"project_code": new_code()}),
    Post("case_plans.facts", CARRIERS, _at("facts", active), {"eia_kind": "report", "why": "增加生产线。"}),
    Post("cases.return", OWNER1, _at("return", drafted), REASON),
    Post("cases.seal", OWNER1, _at("seal", drafted), SIGNER),
    Post("cases.countersign", HEAD, _at("countersign", sealed)),
    Post("handovers.new", HEAD, _at("hand-over", active), handing_over),
    Post(
        "handovers.answer",
        ("agent3",),
        lambda site: f"/handovers/{proposed(site)}/answer",
        {"decision": "accept"},
    ),
    Post("handovers.cancel", HEAD, lambda site: f"/handovers/{proposed(site)}/cancel"),
    Post("cases.terminate", (*OWNER1, *HEAD), _at("terminate", active), REASON),
]


def query(site: PracticeSite) -> dict[str, str]:
    """Number and query code of a case."""
    number = requested(site)
    with site.session() as session:
        return {"number": number, "code": the(session, Case, number=number).query_code}


PUBLIC = [Post("track.page", ALL, at_path("/track"), query, marker="track")]
