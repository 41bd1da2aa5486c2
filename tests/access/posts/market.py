"""From the draft of a need to the rating."""

from collections.abc import Callable

from tests.access.posts.base import FIRMS, OPEN_END, OWNER1, OWNERS, Post, Where, at_path
from tests.access.practice import FILE, REGION, SERVICE, PracticeSite, need_answers


def _need(path: str, make: Callable[[PracticeSite], str]) -> Where:
    return lambda site: path.format(make(site))


def _open_need(site: PracticeSite) -> str:
    return site.published(OPEN_END)


def _entered_need(site: PracticeSite) -> str:
    number = site.published(OPEN_END)
    site.quote(number, "firm2", "9000.00")
    return number


def _phase(path: str, phase: str, of: str = "contract") -> Where:
    return lambda site: path.format(getattr(site, of)(phase))


_SCORES = dict.fromkeys(("quality", "timeliness", "attitude", "charge", "conformity"), "5")
reason = {"reason": "项目暂缓。"}
POSTS = [
    Post(
        "needs.new",
        OWNERS,
        at_path(f"/needs/new?region={REGION}&service={SERVICE}"),
        need_answers(OPEN_END),
        again="anew",
    ),
    Post(
        "needs.edit",
        OWNER1,
        _need("/needs/{}/edit", lambda s: s.draft(OPEN_END)),
        {"title": "改过的名称"},
    ),
    Post("needs.submit", OWNER1, _need("/needs/{}/submit", lambda s: s.draft(OPEN_END))),
    Post(
        "needs.check",
        ("operator",),
        _need("/needs/{}/check", lambda s: s.submitted(OPEN_END)),
        {"decision": "publish"},
    ),
    Post("needs.abort", (*OWNER1, "authority"), _need("/needs/{}/abort", _open_need), reason),
    Post(
        "needs.extend",
        OWNER1,
        _need("/needs/{}/extend", _open_need),
        {"ends_at": "2026-04-02T17:00", **reason},
    ),
    Post(
        "needs.rerun",
        OWNER1,
        lambda s: f"/needs/{s.numbers['failed']}/rerun",
        {"ends_at": "2026-03-30T17:00"},
    ),
    Post(
        "entries.new",
        FIRMS,
        _need("/needs/{}/entry", _open_need),
        lambda s: s.quote_answers("firm1", "8000.00"),
        again="anew",
    ),
    Post(
        "entries.withdraw",
        ("firm2",),
        _need("/needs/{}/entry/withdraw", _entered_need),
        {"confirm": True},
    ),
    # The operator only where the notice named the value.
    Post("needs.beacon", ("witness",), lambda s: f"/needs/{s.numbers['listed']}/beacon", {"value": "4417"}),
    Post("awards.decline", ("firm1",), _phase("/awards/{}/decline", "decline", "award"), reason),
    Post(
        "contracts.new",
        ("firm1", *OWNER1),
        _phase("/awards/{}/contract", "letter", "award"),
        {"signed_on": "2026-03-20", **FILE},
    ),
    # The supplier has filed it: only the other side may confirm.
    Post("contracts.confirm", OWNER1, _phase("/contracts/{}/confirm", "filed"), {"decision": "confirm"}),
    Post("deliverables.submit", ("firm1",), _phase("/contracts/{}/deliverable", "in_force"), FILE),
    Post(
        "deliverables.decide",
        OWNER1,
        _phase("/contracts/{}/acceptance", "delivered"),
        {"decision": "accept"},
    ),
    Post("evaluations.new", OWNER1, _phase("/contracts/{}/evaluation", "accepted"), _SCORES),
]
