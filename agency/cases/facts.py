"""What the pages of a case show of it, as facts."""

from agency.cases.agreement import APPLICANTS, applicant_words, digest, term_words
from agency.cases.models import Case
from agency.cases.rules import CaseRules
from agency.cases.scope import scope_words
from agency.projects import Facts, fact_words
from agency.rules import STAGES
from tongban.web.components import Fact, RuleBasis


def rule_fact(rules: CaseRules, term: str, key: str, words: str = "", hint: str = "") -> Fact:
    """A regional value with its basis, in the rules' own words unless others are given."""
    return Fact(term, words or rules.words(key), hint=hint, rule=RuleBasis.of(rules.ask(key)))


def stage_words(codes: list[str]) -> str:
    """The names of stages."""
    return "、".join(STAGES.get(code, code) for code in codes)


def applicant_facts(case: Case) -> list[Fact]:
    """Who asks."""
    facts = [
        Fact("申请人", case.owner.name, hint=APPLICANTS[case.applicant_kind]),
        Fact("统一社会信用代码", case.owner.uscc or "自然人，没有"),
        Fact("联系人", f"{case.contact_name} {case.contact_phone}"),
    ]
    if case.proposed_company:
        facts.insert(1, Fact("拟设立公司", case.proposed_company))
    return facts


def project_facts(case: Case) -> list[Fact]:
    """The project, and what is known of it."""
    known = [Fact(title, words) for title, words in fact_words(Facts.from_json(case.facts))]
    return [
        Fact("项目名称", case.project_name),
        Fact("项目代码", case.project_code or "由代办员协助取得"),
        Fact("建设内容和地点", case.scope),
        *known,
    ]


def delegation_facts(case: Case, rules: CaseRules) -> list[Fact]:
    """What is delegated, and by which rules."""
    return [
        rule_fact(rules, "委托的阶段", "agency.stages_delegable", stage_words(case.stages)),
        rule_fact(rules, "代办范围", "agency.scope_rule", rules.words("agency.scope_words")),
        rule_fact(rules, "受理时限", "agency.screen_wd"),
        rule_fact(rules, "指派代办员时限", "agency.assign_wd"),
        rule_fact(rules, "签订协议时限", "agency.seal_wd"),
        Fact("收费", "免费。依法应当缴纳的规费由申请人承担。"),
    ]


def scope_fact(case: Case, rules: CaseRules) -> Fact:
    """Whether the region's rule takes the project in."""
    verdict = scope_words(rules, Facts.from_json(case.facts))
    words = rules.words("agency.scope_words")
    return rule_fact(rules, "按本地区代办范围判断", "agency.scope_rule", verdict, hint=f"范围：{words}")


def people_facts(case: Case) -> list[Fact]:
    """Who carries the case."""
    return [
        Fact(part, user.name, hint=user.phone or "")
        for part, user in (("代办员", case.agent), ("协办代办员", case.deputy))
        if user is not None
    ]


def agreement_facts(case: Case) -> list[Fact]:
    """What the agreement says; none while there is none."""
    text = case.agreement
    if text is None:
        return []
    stages = "、".join(stage["name"] for stage in text["stages"])
    facts = [
        Fact("编号", text["number"]),
        Fact("委托人", applicant_words(text)),
        Fact("代办中心", text["centre"]["name"]),
        Fact("代办员", f"{text['agent']['name']} {text['agent']['phone']}"),
        Fact("协办代办员", f"{text['deputy']['name']} {text['deputy']['phone']}"),
        Fact("项目", text["project"]["name"], hint=text["project"]["code"] or "项目代码由代办员协助取得"),
        Fact("委托的阶段", stages),
        Fact("期限", term_words(text)),
        Fact("代办员可以做的事", tuple(text["powers"])),
        Fact("不在委托范围内的事", tuple(text["not_delegated"])),
        Fact("容缺受理承诺", text["tolerance"]),
        Fact("委托人的责任", tuple(text["applicant_duties"])),
        Fact("代办中心的责任", tuple(text["centre_duties"])),
        Fact("变更代办员", text["change"]),
        Fact("终止", text["ending"]),
    ]
    if text["note"]:
        facts.append(Fact("其他约定", text["note"]))
    facts.append(
        Fact("协议摘要", digest(text), hint="双方的电子签章都绑定这个摘要，协议改动一个字，摘要就不同。")
    )
    return facts
