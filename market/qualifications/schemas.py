"""Input of a requirement and of a certificate, for HTML and REST alike: only what exists may be chosen."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

import colander

from market.qualifications.choices import Choices, grade_choices, kind_choices, specialty_choices
from market.qualifications.held import Held
from market.qualifications.kinds import Kind, Kinds, Nature
from market.qualifications.requirement import Mode, Requirement, requirement_problems
from tongban import fields

MAX_CLAUSES = 10
MODES: Choices = [(Mode.ANY, "具备其中一项即可"), (Mode.ALL, "各项都要具备")]


def requirement_schema(kinds: Kinds, on: date, codes: Collection[str] = ()) -> colander.SchemaNode:
    """A schema whose value ``Requirement.from_json`` reads, for a need published on a day.

    ``codes`` narrows the kinds on offer. What was abolished, or no longer issued, is refused with the reason.
    """
    offered = [kind for kind in kind_choices(kinds, on, asking=True) if not codes or kind[0] in codes]
    schema = fields.Schema(validator=_requirement_validator(kinds, on))
    schema.add(fields.choice("满足方式", MODES, name="mode", required=False, missing=Mode.ANY.value))
    row = _clause_schema(kinds, offered)
    schema.add(fields.rows("资质要求", row, name="clauses", max=MAX_CLAUSES, required=False, missing=[]))
    return schema


def certificate_schema(kinds: Kinds, code: str) -> colander.SchemaNode:
    """A schema for one certificate of a kind; old grades and specialties may be entered too.

    ``held_from`` makes a Held of its value. Raises KeyError for an unknown kind.
    """
    schema = fields.Schema(validator=_period_validator)
    kind = kinds[code]
    if specialties := specialty_choices(kinds, code, retired=True):
        schema.add(fields.choices("专业范围", specialties, name="specialties"))
    if grades := grade_choices(kinds, code, retired=True):
        schema.add(fields.choice("等级", grades, name="grade", hint=_grade_hint(kind)))
    on_paper = kind.nature in (Nature.LICENCE, Nature.CMA)
    schema.add(fields.text("证书编号", max=64, name="certificate_number", required=on_paper))
    schema.add(fields.day("发证日期", name="issued_on", required=False, hint="按旧标准颁发的证书以此判断。"))
    schema.add(fields.day("有效期自", name="valid_from", required=False))
    schema.add(fields.day("有效期至", name="valid_until", required=False, hint="长期有效的，不用填。"))
    return schema


def held_from(code: str, value: dict[str, Any]) -> Held:
    """What ``certificate_schema`` deserialised, as a Held."""
    days = {name: value.get(name) for name in ("issued_on", "valid_from", "valid_until")}
    return Held(
        kind=code,
        specialties=tuple(value.get("specialties", ())),
        grade=value.get("grade") or "",
        number=value.get("certificate_number") or "",
        **days,
    )


def _clause_schema(kinds: Kinds, offered: Choices) -> colander.SchemaNode:
    codes = [code for code, _title in offered]
    specialties = _union(specialty_choices(kinds, code) for code in codes)
    grades = _union(grade_choices(kinds, code) for code in codes)
    schema = fields.Schema(name="clause", title="资质")
    schema.add(fields.choice("资质种类", offered, name="kind"))
    schema.add(fields.choices("专业", specialties, name="specialties", required=False))
    schema.add(fields.choice("最低等级", grades, name="grade", required=False, missing=""))
    return schema


def _union(groups: Any) -> Choices:
    return list(dict.fromkeys(pair for group in groups for pair in group))


def _grade_hint(kind: Kind) -> str:
    old = [name for name in kind.grade_names(retired=True) if name not in kind.grade_names()]
    return f"{'、'.join(old)}已不再颁发，仅供登记旧证书。" if old else ""


def _requirement_validator(kinds: Kinds, on: date) -> Callable[[Any, dict[str, Any]], None]:
    def validate(node: Any, value: dict[str, Any]) -> None:
        problems = requirement_problems(Requirement.from_json(value), kinds, on)
        if problems:
            error = colander.Invalid(node)
            error["clauses"] = "".join(problems)
            raise error

    return validate


def _period_validator(node: Any, value: dict[str, Any]) -> None:
    start, end = value.get("valid_from"), value.get("valid_until")
    if start and end and end < start:
        error = colander.Invalid(node)
        error["valid_until"] = "有效期的最后一天不能早于第一天。"
        raise error
