"""What a need asks for, in words for people."""

from market.qualifications.kinds import Kinds, Nature
from market.qualifications.requirement import Clause, Mode, Requirement
from market.qualifications.text import certificate_name

NOTHING_ASKED = "不要求资质证书"


def clause_text(clause: Clause, kinds: Kinds) -> str:
    """One clause, as 测绘资质证书（工程测量，乙级及以上）."""
    kind = kinds.get(clause.kind)
    if kind is None:
        return clause.kind
    best = kind.grade_names()[:1]
    grade = clause.grade if not clause.grade or (clause.grade,) == best else f"{clause.grade}及以上"
    name = certificate_name(kind, grade, clause.specialties)
    if kind.nature is Nature.REGISTRATION:
        return f"无需资质许可，须完成{name}"
    return name


def requirement_text(requirement: Requirement, kinds: Kinds) -> str:
    """A whole requirement in one sentence without a full stop."""
    parts = [clause_text(clause, kinds) for clause in requirement.clauses]
    if not parts:
        return NOTHING_ASKED
    if len(parts) == 1:
        return parts[0]
    if requirement.mode is Mode.ANY:
        return "具备下列之一：" + "；或者".join(parts)
    return "同时具备：" + "；以及".join(parts)
