"""The forms of a case: the one place where their input is validated, for pages and programs alike."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import colander

from agency.cases.agreement import APPLICANTS
from agency.cases.agreements import CAPACITIES
from agency.projects import facts_schema
from tongban import fields
from tongban.web.forms import widgets

#: What must be known of a project to ask for its agency.
REQUIRED_FACTS = ("funding", "project_class")


def applicants_for(org_kind: str) -> dict[str, str]:
    """As what an organisation of a kind can ask: natural persons as founders, all others not."""
    return {key: words for key, words in APPLICANTS.items() if (key == "founder") == (org_kind == "person")}


def request_schema(
    *, now: datetime, applicants: Mapping[str, str], stages: Mapping[str, str]
) -> colander.SchemaNode:
    """The request of 全程代办: who asks, for which project, what is delegated."""
    schema = fields.Schema()
    schema.add(_applicant(applicants))
    schema.add(_project())
    for section in facts_schema(REQUIRED_FACTS).children:
        schema.add(section)
    schema.add(_delegation(stages))
    return schema.bind(now=now)


def _section(name: str, title: str, *nodes: colander.SchemaNode) -> colander.SchemaNode:
    section = fields.Section(name=name, title=title)
    for node in nodes:
        section.add(node)
    return section


def _applicant(applicants: Mapping[str, str]) -> colander.SchemaNode:
    return _section(
        "applicant",
        "申请人",
        fields.choice("以什么身份申请", applicants, name="applicant_kind", default=next(iter(applicants))),
        fields.organisation_name(
            "拟设立公司的名称",
            name="proposed_company",
            required=False,
            hint="公司还没有成立的填写，名称未核准的写拟用名称。",
        ),
        fields.person_name("联系人", name="contact_name"),
        fields.phone("联系电话", name="contact_phone"),
    )


def _project() -> colander.SchemaNode:
    return _section(
        "project",
        "项目",
        fields.text("项目名称", name="project_name", max=120, hint="例如：年产 5 万吨食品加工项目。"),
        fields.project_code(
            "项目代码",
            legacy=False,
            name="project_code",
            required=False,
            hint="24 个字符，例如 2026-××××××-14-01-××××××。还没有赋码的不填，勾选下一项。",
        ),
        fields.flag("还没有项目代码，请代办员协助取得", name="code_by_agent"),
        fields.long_text("建设内容和地点", name="scope", max=2000, hint="建什么、建在哪里、现在办到哪一步。"),
    )


def _delegation(stages: Mapping[str, str]) -> colander.SchemaNode:
    return _section(
        "delegation",
        "委托代办的阶段",
        fields.choices(
            "阶段",
            stages,
            name="stages",
            default=tuple(stages),
            widget=widgets.CheckboxChoice(values=list(stages.items())),
            hint="可以全部委托，也可以只委托其中几个。",
        ),
    )


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the sections side by side."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        found |= value if isinstance(value, Mapping) else {name: value}
    return found


def reason_node(title: str = "原因", hint: str = "") -> colander.SchemaNode:
    """Why something is refused, sent back or ended."""
    return fields.long_text(title, name="reason", max=500, hint=hint)


def assign_schema(agents: Mapping[str, str]) -> colander.SchemaNode:
    """Who carries the case."""
    schema = fields.Schema()
    empty = {"empty_label": "请选择", "width": "medium", "values": list(agents.items())}
    schema.add(fields.choice("代办员", agents, name="agent", widget=widgets.Select(**empty)))
    schema.add(
        fields.choice(
            "协办代办员",
            agents,
            name="deputy",
            widget=widgets.Select(**empty),
            hint="代办员不在时由协办代办员接手，两个人不能相同。",
        )
    )
    return schema


def draft_schema(*, now: datetime) -> colander.SchemaNode:
    """The terms that are left open by the request."""
    schema = fields.Schema()
    schema.add(
        fields.day(
            "委托期限到哪一天",
            name="until",
            required=False,
            hint="不填的，到委托的事项全部办结为止。",
        )
    )
    schema.add(
        fields.flag(
            "代办员可以代签容缺受理承诺",
            name="may_promise",
            hint="一般由申请人自己签署；勾选后，代办员征得申请人同意可以代签。",
        )
    )
    schema.add(fields.long_text("其他约定", name="note", required=False, max=1000))
    return schema.bind(now=now)


def seal_nodes() -> tuple[colander.SchemaNode, ...]:
    """Who seals for the applicant, and on what authority."""
    return (
        fields.person_name("签章人姓名", name="signer"),
        fields.choice("签章人身份", CAPACITIES, name="capacity", default="legal"),
        fields.text(
            "授权依据",
            name="authority",
            required=False,
            max=200,
            hint="授权代表填写，例如授权委托书的编号和日期。",
        ),
    )


def digest_node() -> colander.SchemaNode:
    """The digest of the agreement that was read."""
    return fields.text("协议摘要", name="digest", max=64, min=64, widget=widgets.Hidden())


def code_node() -> colander.SchemaNode:
    """The project code that the agent has obtained."""
    return fields.project_code("项目代码", legacy=False, name="project_code")
