"""What goes along with a case that changes hands (domain rules §3.1)."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.cases.dues import due_of
from agency.cases.lifecycle import CASE
from agency.cases.models import Case
from agency.cases.notices import url_of
from tongban.clock import local
from tongban.notices.models import Notice


def contents_of(session: Session, case: Case, remarks: str | None) -> list[list[str]]:
    """Where the case stands, its running limit, papers, promises, unread notices, and what is to be said."""
    rows = [["进展", CASE.states[case.state].title]]
    running = due_of(case)
    if running is not None and (at := getattr(case, running.name)) is not None:
        rows.append([running.label, f"{local(at):%Y-%m-%d %H:%M}"])
    rows.append(["项目代码", case.project_code or "还没有，由代办员协助取得"])
    rows.append(["协议", case.agreement_number or "还没有拟订"])
    if case.agreement is not None:
        rows.append(["容缺受理承诺", str(case.agreement["tolerance"])])
    rows.append(["未读通知", f"{_unread(session, case)} 条"])
    if remarks:
        rows.append(["交代事项", remarks])
    return rows


def _unread(session: Session, case: Case) -> int:
    query = select(func.count()).select_from(Notice).filter_by(user_id=case.agent_id, url=url_of(case))
    return session.scalar(query.where(Notice.read_at.is_(None))) or 0
