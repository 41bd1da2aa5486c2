"""What people are told about an award."""

from sqlalchemy import select

from market.awards.models import Award
from market.entries.models import Entry
from market.needs.models import Need
from tongban.clock import local
from tongban.notices.service import notify_org
from tongban.work import Work


def url_of(award: Award) -> str:
    """The public page of an award."""
    return f"/awards/{award.number}"


def tell_proposed(work: Work, award: Award) -> None:
    """Tell the chosen one, the owner, and those who were not chosen."""
    need, until = award.need, local(award.notice_until)
    period = f"公示至 {until.month}月{until.day}日 {until:%H:%M}，期间可以提出异议。"
    event = f"propose-{award.id}"
    notify_org(
        work,
        need,
        event,
        award.org_id,
        "您单位中选",
        f"“{need.title}”的中选结果已公示，{period}",
        url_of(award),
    )
    notify_org(
        work,
        need,
        event,
        award.owner_org_id,
        "中选结果公示",
        f"“{need.title}”已选出中介机构，{period}",
        url_of(award),
    )
    others = select(Entry.org_id).where(
        Entry.need_id == need.id,
        Entry.org_id != award.org_id,
        Entry.state.in_(("reserve", "lost", "excluded")),
    )
    for org_id in work.session.scalars(others).all():
        notify_org(
            work,
            need,
            event,
            org_id,
            "选取结果公布",
            f"“{need.title}”的选取结果已公布，{period}",
            url_of(award),
        )


def tell_confirmed(work: Work, award: Award) -> None:
    """Tell both sides that the letter is issued and by when to sign."""
    due = local(award.contract_due) if award.contract_due else None
    sign = f"请双方在 {due.month}月{due.day}日前签订合同。" if due else ""
    body = f"“{award.need.title}”公示期满，中选通知书 {award.letter_number} 已发出。{sign}"
    for org_id in (award.org_id, award.owner_org_id):
        notify_org(work, award, "letter", org_id, "中选通知书已发出", body, url_of(award))


def tell_exhausted(work: Work, need: Need) -> None:
    """Tell the owner that chosen and reserves have all given up."""
    body = f"“{need.title}”的中选和候补机构均已放弃或失效，本次采购流标，您可以重新采购。"
    notify_org(work, need, "all_declined", need.owner_org_id, "采购流标", body, f"/needs/{need.number}")
