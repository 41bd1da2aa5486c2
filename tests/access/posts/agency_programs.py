"""Every operation on a case by which a program changes something."""

from collections.abc import Callable
from typing import Any

from tests.access.posts import agency
from tests.access.posts.base import OWNER1, OWNERS
from tests.access.posts.programs import REASON, Act, Body, Path, at, plain
from tests.access.practice import REGION, PracticeSite


def case_body() -> dict[str, Any]:
    """What a program sends of a case."""
    return {
        "region": REGION,
        "applicant_kind": "enterprise",
        "contact_name": "张三",
        "contact_phone": "0739-0000001",
        "project_name": "年产 5 万吨食品加工项目",
        "project_code": agency.new_code(),
        "scope": "新建厂房两栋。",
        "funding": "private",
        "project_class": "industrial",
        "stages": ["1", "3"],
    }


def case_at(verb: str, make: Callable[[PracticeSite], str]) -> Path:
    """An address of a case that is brought about first."""

    def path(site: PracticeSite) -> str:
        number = make(site)
        site.numbers["case"] = number
        return f"/cases/{number}/{verb}"

    return path


def handover_at(verb: str) -> Path:
    """An address of a hand-over that is brought about first."""
    return lambda site: f"/handovers/{agency.proposed(site)}/{verb}"


def sealed_body(**values: Any) -> Body:
    """A body with the digest of the agreement that was read."""
    return lambda site, _login: {**values, "digest": agency.seen(site, site.numbers["case"])}


ACTS = [
    Act("cases.request", OWNERS, at("/cases"), lambda _site, _login: case_body(), again="anew"),
    Act("cases.accept", agency.STAFF, case_at("accept", agency.requested)),
    Act("cases.refuse", agency.STAFF, case_at("refuse", agency.requested), plain(**REASON)),
    Act("cases.withdraw", OWNER1, case_at("withdraw", agency.requested), plain(**REASON)),
    Act(
        "cases.assign",
        agency.HEAD,
        case_at("assign", agency.accepted),
        plain(agent="agent", deputy="agent2"),
        again="anew",
    ),
    Act("cases.draft", agency.CARRIERS, case_at("draft", agency.assigned), plain(until="2026-12-31")),
    Act(
        "cases.code",
        agency.CARRIERS,
        case_at("code", agency.uncoded),
        lambda _site, _login: {"project_code": agency.new_code()},
    ),
    Act("cases.return", OWNER1, case_at("return", agency.drafted), plain(**REASON)),
    Act("cases.seal", OWNER1, case_at("seal", agency.drafted), sealed_body(**agency.SIGNER)),
    Act("cases.countersign", agency.HEAD, case_at("countersign", agency.sealed), sealed_body()),
    Act(
        "cases.terminate",
        (*OWNER1, *agency.HEAD),
        case_at("terminate", agency.active),
        plain(**REASON),
    ),
    Act(
        "case_plans.facts",
        agency.CARRIERS,
        case_at("facts", agency.active),
        plain(funding="private", project_class="industrial", eia_kind="report", why="增加生产线。"),
    ),
    Act(
        "handovers.propose",
        agency.HEAD,
        case_at("hand-over", agency.active),
        plain(incoming="agent3", deputy="agent2", reason="岗位调整。"),
    ),
    Act("handovers.accept", ("agent3",), handover_at("accept")),
    Act("handovers.decline", ("agent3",), handover_at("decline"), plain(**REASON)),
    Act("handovers.cancel", agency.HEAD, handover_at("cancel")),
]
