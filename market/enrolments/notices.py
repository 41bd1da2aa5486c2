"""What people are told about an enrolment."""

from market.enrolments.models import Enrolment
from tongban.notices.service import notify_org, notify_role
from tongban.security import Role
from tongban.work import Work

OWN_PAGE = "/enrolment"


def tell_org(work: Work, enrolment: Enrolment, event: str, title: str, body: str) -> None:
    """Tell the intermediary's people; once per event."""
    notify_org(work, enrolment, event, enrolment.org_id, title, body, OWN_PAGE)


def tell_checkers(work: Work, enrolment: Enrolment, event: str, title: str) -> None:
    """Tell the region's operators that something waits for the formal check; once per event."""
    body = f"{enrolment.org.name}已提交，请在时限内完成形式核验。"
    url = f"/enrolments/{enrolment.number}/check"
    notify_role(work, enrolment, event, Role.MARKET_OPERATOR, title, body, url)
