"""May this intermediary take part? The same answer at registration, at the opening and for a reserve (§2.4).

Pure: what is known of the intermediary and what the need asks come in, refusals with reasons come out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from market.qualifications import Held, Kinds, Moment, Requirement, satisfies
from tongban.clock import local


@dataclass(frozen=True)
class Refusal:
    """Why an entry is not valid: a stable code for programs and records, and the words for the entrant."""

    code: str
    text: str


#: What the public is told of a refusal, by its code.
REASON_WORDS: dict[str, str] = {
    "same_party": "与业主为同一单位",
    "not_enrolled": "未入驻",
    "suspended": "入驻已暂停",
    "barred": "被限制报名",
    "individual_business": "个体工商户不能参加",
    "service_not_offered": "未登记该项服务",
    "qualification": "资质不符合要求",
    "related": "与另一报名单位关联",
    "commitment": "报价与承诺值不符",
}


@dataclass(frozen=True)
class Candidate:
    """What decides about an intermediary, taken from its enrolment at the moment of asking."""

    org_id: int
    enrolment_state: str | None
    service_codes: tuple[str, ...]
    held: tuple[Held, ...]
    barred_until: date | None = None
    individual_business: bool = False


@dataclass(frozen=True)
class Terms:
    """What the need asks of whoever takes part."""

    owner_org_id: int
    service_code: str
    service_name: str
    requirement: Requirement
    facts: Mapping[str, Any]
    allow_individual_business: bool


def refusals(
    candidate: Candidate, terms: Terms, moments: Sequence[Moment], kinds: Kinds
) -> tuple[Refusal, ...]:
    """All reasons against an entry, at every moment that counts; empty when it is valid."""
    found: list[Refusal] = []
    if candidate.org_id == terms.owner_org_id:
        found.append(Refusal("same_party", "项目业主不能参加自己发布的采购。"))
    found += _standing(candidate, moments)
    if candidate.individual_business and not terms.allow_individual_business:
        found.append(Refusal("individual_business", "本地区规定个体工商户不能参加。"))
    if candidate.enrolment_state == "active" and terms.service_code not in candidate.service_codes:
        found.append(Refusal("service_not_offered", f"贵单位入驻时没有登记“{terms.service_name}”这项服务。"))
    verdict = satisfies(candidate.held, terms.requirement, moments, kinds=kinds, facts=terms.facts)
    found += [Refusal("qualification", reason) for reason in verdict.reasons]
    return tuple(found)


def _standing(candidate: Candidate, moments: Sequence[Moment]) -> list[Refusal]:
    if candidate.enrolment_state is None:
        return [Refusal("not_enrolled", "贵单位尚未入驻，请先完成入驻核验。")]
    if candidate.enrolment_state == "suspended":
        return [Refusal("suspended", "贵单位的入驻已被暂停，恢复后才能参加。")]
    if candidate.enrolment_state != "active":
        return [Refusal("not_enrolled", "贵单位的入驻尚未生效，核验通过后才能报名。")]
    first = min(moment.day for moment in moments)
    if candidate.barred_until is not None and first <= candidate.barred_until:
        until = candidate.barred_until
        return [Refusal("barred", f"贵单位在{until.year}年{until.month}月{until.day}日前被限制报名。")]
    return []


def moments_of(ends_at: Any, opening: Any, signing: date | None) -> tuple[Moment, ...]:
    """The moments at which a qualification must hold: deadline, opening and, if known, signing (§2.2)."""
    known = [Moment("报名截止", local(ends_at)), Moment("开启报价", local(opening))]
    if signing is not None:
        known.append(Moment("预计签订合同", signing))
    return tuple(known)
