"""What people are told about a need; never who else takes part, nor how many."""

from collections.abc import Iterable

from sqlalchemy import select

from market.entries.models import Entry
from market.needs.failure import failure_words
from market.needs.models import Need, NeedCorrection
from tongban.clock import local
from tongban.notices.service import notify_org, notify_role
from tongban.security import Role
from tongban.work import Work


def url_of(need: Need) -> str:
    """The page of a need."""
    return f"/needs/{need.number}"


def tell_owner(work: Work, need: Need, event: str, title: str, body: str) -> None:
    """Tell the owner's people."""
    notify_org(work, need, event, need.owner_org_id, title, body, url_of(need))


def tell_checkers(work: Work, need: Need) -> None:
    """Tell the region's operators that a need waits for the formal check."""
    title, body = "需求待核验", f"“{need.title}”已提交，请在时限内完成形式核验。"
    notify_role(
        work, need, f"submit-{need.version}", Role.MARKET_OPERATOR, title, body, f"{url_of(need)}/check"
    )


def tell_failed(work: Work, need: Need, org_ids: Iterable[int]) -> None:
    """Tell the owner and everyone who had registered that nobody was chosen."""
    why = failure_words(need) or "没有选出中介机构"
    for org_id in [need.owner_org_id, *org_ids]:
        notify_org(work, need, "fail", org_id, "采购流标", f"“{need.title}”流标：{why}。", url_of(need))


def tell_corrected(work: Work, need: Need, correction: NeedCorrection) -> None:
    """Tell everyone who has registered that the end is later; each alone, nobody learns of another."""
    entrants = work.session.scalars(
        select(Entry.org_id).where(Entry.need_id == need.id, Entry.state.in_(("submitted", "withdrawn")))
    )
    new, why = f"{local(correction.new_ends_at):%Y-%m-%d %H:%M}", correction.reason.rstrip("。")
    title = "更正公告：报名截止推迟"
    body = (
        f"“{need.title}”的报名截止时间推迟到 {new}（{correction.number}），原因：{why}。"
        "已提交的报价继续有效，新的截止时间之前可以修改或撤回。资质须在新的截止时间仍然有效。"
    )
    for org_id in entrants.all():
        notify_org(work, need, f"extend-{correction.id}", org_id, title, body, url_of(need))


def tell_aborted(work: Work, need: Need) -> None:
    """Tell everyone who had registered that the need was given up."""
    entrants = work.session.scalars(
        select(Entry.org_id).where(Entry.need_id == need.id, Entry.state == "submitted")
    )
    body = f"“{need.title}”已废置，原因：{need.reason}"
    for org_id in entrants.all():
        notify_org(work, need, "abort", org_id, "采购废置", body, url_of(need))
