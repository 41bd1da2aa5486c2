"""What people are told about a case."""

from agency.cases.models import Case
from tongban.accounts.models import User
from tongban.notices.service import notify_org, notify_role, notify_user
from tongban.security import Role
from tongban.work import Work


def url_of(case: Case) -> str:
    """The page of a case."""
    return f"/agency/{case.number}"


def tell_applicant(work: Work, case: Case, event: str, title: str, body: str) -> None:
    """Tell the applicant's people."""
    notify_org(work, case, event, case.owner_org_id, title, body, url_of(case))


def tell_head(work: Work, case: Case, event: str, title: str, body: str) -> None:
    """Tell the heads of the region's centre."""
    notify_role(work, case, event, Role.CENTRE_HEAD, title, body, url_of(case))


def tell_agents(work: Work, case: Case, event: str, title: str, body: str) -> None:
    """Tell the agent and the deputy of the case."""
    for user_id in (case.agent_id, case.deputy_id):
        if user_id is not None:
            notify_user(work, case, event, user_id, title, body, url_of(case))


def tell_requested(work: Work, case: Case) -> None:
    """Tell the centre that a request waits for it."""
    title, body = "全程代办申请待受理", f"“{case.project_name}”申请全程代办，请在时限内作出决定。"
    for role in (Role.CENTRE_HEAD, Role.AGENT):
        notify_role(work, case, "request", role, title, body, url_of(case))


def tell_assigned(work: Work, case: Case, agent: User, deputy: User) -> None:
    """Tell the two who carry the case, and the applicant who they are."""
    event = f"assign-{case.agent_id}-{case.deputy_id}"
    for user, part in ((agent, "代办员"), (deputy, "协办代办员")):
        body = f"您是“{case.project_name}”的{part}，请查看后办理。"
        notify_user(work, case, event, user.id, f"您被指派为{part}", body, url_of(case))
    body = f"“{case.project_name}”由{agent.name}代办，{deputy.name}协办，接下来拟订委托代办协议。"
    tell_applicant(work, case, event, "已指派代办员", body)
