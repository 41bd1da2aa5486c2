"""What the agency asks of a region: every ``agency.*`` key, as declared in one place.

Numbers stand in rule files, never here (domain-rules §4); the bounds only keep slips of the pen out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agency.guides import load_guides
from agency.projects.conditions import BadCondition, Condition
from tongban.rules.parameters import Parameter, grouped
from tongban.rules.values import BadValue, Choices, NumberPattern, Text, Whole

#: Stages of the procedure that may be delegated, by their codes in the guides; after the last one nothing is.
STAGES: Mapping[str, str] = {stage.code: stage.name for stage in load_guides().stages if stage.code != "5"}


@dataclass(frozen=True)
class FactsCondition:
    """A condition over the facts of a project, checked when the rule file is read."""

    def clean(self, value: object) -> str:
        text = Text(500).clean(value)
        try:
            Condition.of(text)
        except BadCondition as problem:
            raise BadValue(str(problem)) from problem
        return text

    def words(self, value: Any, unit: str) -> str:
        return str(value)


_CASES = grouped(
    "全程代办",
    Parameter(
        "agency.scope_words",
        Text(500),
        "代办范围",
        doc="哪些项目可以申请全程代办，写给申请人和受理人员看。",
    ),
    Parameter(
        "agency.scope_rule",
        FactsCondition(),
        "代办范围的条件",
        doc="用项目情况写成的条件；条件不成立的申请不能受理，还判断不了的由受理人员决定。",
    ),
    Parameter(
        "agency.stages_delegable", Choices(STAGES), "可以委托的阶段", doc="申请人可以委托其中全部或者部分。"
    ),
    Parameter("agency.screen_wd", Whole(1, 30), "代办申请受理时限", "wd", "从收到申请起算。"),
    Parameter("agency.assign_wd", Whole(1, 30), "指派代办员时限", "wd", "从受理申请起算。"),
    Parameter(
        "agency.seal_wd",
        Whole(1, 30),
        "签订委托代办协议时限",
        "wd",
        "从指派代办员起算，到双方签章完成。",
    ),
)

#: Kinds of documents the agency numbers, with their titles.
NUMBERED = {"agency_agreement": "委托代办协议"}

_DOCUMENTS = grouped(
    "文书编号",
    *(
        Parameter(f"docs.number.{kind}", NumberPattern(), f"{title}文号", doc="写入年份和当年的流水号。")
        for kind, title in NUMBERED.items()
    ),
)

PARAMETERS: tuple[Parameter, ...] = (*_CASES, *_DOCUMENTS)
