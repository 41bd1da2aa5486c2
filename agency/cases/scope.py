"""Whether a project is within the region's scope of whole-process agency (``agency.scope_rule``)."""

from agency.cases.rules import CaseRules
from agency.projects import QUESTIONS, Facts
from agency.projects.conditions import Condition
from tongban.lifecycle import GuardFailed


def within_scope(rules: CaseRules, facts: Facts) -> bool | None:
    """Whether the region's rule takes the project in; None while that depends on what is not known."""
    return Condition.of(str(rules.value("agency.scope_rule"))).holds(facts)


def scope_words(rules: CaseRules, facts: Facts) -> str:
    """The verdict of the rule, as the one who decides reads it."""
    holds = within_scope(rules, facts)
    if holds is None:
        missing = Condition.of(str(rules.value("agency.scope_rule"))).missing(facts)
        asked = "、".join(QUESTIONS[name].title for name in missing)
        return f"还不能判断，未填写：{asked}。由受理人员决定。"
    return "属于代办范围。" if holds else "不属于代办范围，只能不予受理。"


def check_scope(rules: CaseRules, facts: Facts) -> None:
    """Raises GuardFailed for a project that the region's rule leaves out."""
    if within_scope(rules, facts) is False:
        raise GuardFailed(
            f"按本地区规定，这个项目不属于代办范围（{rules.words('agency.scope_words')}），不能受理。"
        )
