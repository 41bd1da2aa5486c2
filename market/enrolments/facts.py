"""The facts of an enrolment as its pages show them."""

from pyramid.request import Request

from market.credit.service import grade, score
from market.enrolments.dues import EnrolmentRules
from market.enrolments.models import Enrolment
from market.rules import GRADES
from tongban.regions.service import path_name
from tongban.web.components import Fact, RuleBasis

ORG_KINDS = {
    "enterprise": "企业",
    "individual_business": "个体工商户",
    "agency": "机关",
    "institution": "事业单位",
    "social": "社会组织",
    "person": "自然人",
}


def org_facts(request: Request, enrolment: Enrolment) -> list[Fact]:
    """Who it is, as the register has it."""
    org = enrolment.org
    return [
        Fact("统一社会信用代码", org.uscc),
        Fact("单位类型", ORG_KINDS.get(org.kind, org.kind)),
        Fact("法定代表人", org.legal_representative),
        Fact("所在地", path_name(request.db, org.region)),
        Fact("办公地址", org.address),
        Fact("单位简介", enrolment.introduction),
    ]


def contact_facts(enrolment: Enrolment) -> list[Fact]:
    """What only the unit and the staff see."""
    return [Fact("联系人", enrolment.contact_name), Fact("联系电话", enrolment.contact_phone)]


def credit_facts(request: Request, enrolment: Enrolment, rules: EnrolmentRules) -> list[Fact]:
    """Credit score and grade at this moment, each with the rule that says so."""
    points = score(request.db, enrolment.org_id, request.now, rules)
    grades = rules.value("market.credit.grades")
    name = grade(points, grades)
    return [
        Fact("信用分", f"{points} 分", rule=RuleBasis.of(rules.ask("market.credit.base"))),
        Fact("信用等级", GRADES.get(name, name), rule=RuleBasis.of(rules.ask("market.credit.grades"))),
    ]
