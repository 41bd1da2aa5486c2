"""What a delegation agreement (委托代办协议) says: fixed when it is drafted, bound by both seals.

Minimum content: domain rules §3.1. A power that is not listed is not given.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from agency.cases.models import Case
from agency.rules import STAGES
from tongban.accounts.models import Organisation, User
from tongban.canonical import canonical, sha256_hex
from tongban.clock import local

FORMAT = "tongban-agreement/1"

#: What the applicant is, in the words of the agreement.
APPLICANTS: Mapping[str, str] = {
    "enterprise": "项目单位",
    "founder": "拟设立公司的发起人（自然人）",
    "parent": "拟设立公司的母公司",
}

POWERS = (
    "向有关部门提交申请和申请材料。",
    "领取受理通知、补正告知、批准文件和其他文书。",
    "接收有关部门的通知，并在一个工作日内转告委托人。",
    "查询办理进度，与有关部门沟通办理事宜。",
)
NOT_DELEGATED = (
    "签署承诺书、声明等须由委托人自己负责的文件。",
    "缴纳费用。",
    "放弃听证、复议、诉讼等权利。",
    "法律、法规规定必须由委托人本人到场办理的事项。",
)
APPLICANT_DUTIES = (
    "保证所提供的材料真实、完整、合法，并对其内容负责。",
    "按代办员一次告知的清单和时间补齐材料。",
    "项目情况有变化的，及时告诉代办员。",
)
CENTRE_DUTIES = (
    "无偿代办，不向委托人收取任何费用；依法应当缴纳的规费由委托人承担。",
    "帮办代办不包办，不代替委托人作出经营决定。",
    "保守在代办中知道的商业秘密和个人信息，材料只用于委托事项。",
)
ENDING = "委托人可以随时终止委托；代办中心终止委托的，应当书面说明理由，并交还材料。"
CHANGE = "代办员变更的，代办中心应当及时告诉委托人新的代办员的姓名和电话，本协议继续有效。"
TOLERANT_YES = "代办员可以代为签署容缺受理承诺，签署前应当征得委托人同意。"
TOLERANT_NO = "容缺受理承诺由委托人自己签署，代办员不得代签。"


def compose(case: Case, parties: "Parties", terms: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The agreement as a document; ``terms``: ``until`` (a date or None), ``may_promise``, ``note``."""
    until: date | None = terms.get("until")
    return {
        "format": FORMAT,
        "number": case.agreement_number,
        "drafted_on": local(now).date().isoformat(),
        "case": case.number,
        "applicant": {
            "kind": case.applicant_kind,
            "proposed_company": case.proposed_company,
            **_organisation(case.owner),
        },
        "centre": _organisation(parties.centre),
        "agent": _person(parties.agent, parties.centre),
        "deputy": _person(parties.deputy, parties.centre),
        "project": {"name": case.project_name, "code": case.project_code},
        "stages": [{"code": code, "name": STAGES.get(code, code)} for code in case.stages],
        "until": until.isoformat() if until else None,
        "may_promise": bool(terms.get("may_promise")),
        "note": terms.get("note") or None,
        "powers": list(POWERS),
        "not_delegated": list(NOT_DELEGATED),
        "applicant_duties": list(APPLICANT_DUTIES),
        "centre_duties": list(CENTRE_DUTIES),
        "tolerance": TOLERANT_YES if terms.get("may_promise") else TOLERANT_NO,
        "change": CHANGE,
        "ending": ENDING,
    }


class Parties:
    """The centre's side of an agreement: the organisation, and the two who carry the case."""

    def __init__(self, centre: Organisation, agent: User, deputy: User) -> None:
        self.centre, self.agent, self.deputy = centre, agent, deputy


def digest(agreement: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical agreement: what both seals bind."""
    return sha256_hex(canonical(agreement))


def term_words(agreement: Mapping[str, Any]) -> str:
    """Until when it runs, as people read it."""
    start = "自双方签章之日起"
    if agreement["until"] is None:
        return f"{start}，至委托的事项全部办结为止。"
    day = date.fromisoformat(agreement["until"])
    return f"{start}，至 {day.year}年{day.month}月{day.day}日为止；委托的事项提前全部办结的，至办结为止。"


def applicant_words(agreement: Mapping[str, Any]) -> str:
    """Who delegates, with the company to come where there is one."""
    applicant = agreement["applicant"]
    words = f"{applicant['name']}（{APPLICANTS[applicant['kind']]}）"
    return f"{words}，拟设立 {applicant['proposed_company']}" if applicant["proposed_company"] else words


def _organisation(org: Organisation) -> dict[str, Any]:
    return {"name": org.name, "uscc": org.uscc, "legal_representative": org.legal_representative}


def _person(user: User, centre: Organisation) -> dict[str, Any]:
    return {"name": user.name, "phone": user.phone or centre.phone or ""}
