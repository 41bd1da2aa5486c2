"""What the plan asks of a region: every ``approval.*`` key, as declared in one place."""

from dataclasses import dataclass
from typing import Any

from agency.guides import load_guides
from agency.guides.items import TIME_WORDS, Limit, Unit
from agency.guides.validate import longer
from agency.projects.choices import CLASS_WORDS, FUNDING_WORDS, MODE_WORDS
from tongban.rules.parameters import Parameter, grouped
from tongban.rules.values import BadValue, Choice, Choices, Fields, TableOf, Text, Whole

#: Which projects a target is for; a target of fewer words is for more of them.
FITS = ("funding", "approval_mode", "project_class")

_TARGET = Fields(
    {
        "name": Text(60),
        "funding": Choice({key.value: words for key, words in FUNDING_WORDS.items()}),
        "approval_mode": Choice({key.value: words for key, words in MODE_WORDS.items()}),
        "project_class": Choice({key.value: words for key, words in CLASS_WORDS.items()}),
        "days": Whole(1, 1000),
        "before": Whole(1, 1000),
    },
    {
        "name": "名称",
        "funding": "投资类型",
        "approval_mode": "立项方式",
        "project_class": "工程类别",
        "days": "目标（个工作日）",
        "before": "压减前（个工作日）",
    },
)


@dataclass(frozen=True)
class Promises(TableOf):
    """Promised working days by item; none may be longer than the law allows, whatever its unit."""

    def _entry(self, key: str, item: object) -> Any:
        value = super()._entry(key, item)
        promised = Limit(value, Unit.WD)
        if any(longer(promised, limit) for limit in load_guides()[key].statutory):
            raise BadValue(f"{key} = {value}：比法定时限长")
        return value


PARAMETERS: tuple[Parameter, ...] = grouped(
    "审批时限与目标",
    Parameter(
        "approval.targets",
        TableOf(_TARGET, pattern=r"[a-z][a-z0-9_]{0,31}"),
        "审批总时限目标",
        doc="全部审批不超过多少个工作日（写 days）；写明投资类型等的只管这一类项目，写得最细的算数。",
        default={},
    ),
    Parameter(
        "approval.counted",
        Choices({key.value: words for key, words in TIME_WORDS.items()}),
        "计入总时限的时间",
        doc="谁用去的时间计入总时限；特别程序和申请人补正的时间从不计入。",
    ),
    Parameter(
        "approval.promised_wd",
        Promises(Whole(0, 365), keys={item.code: item.name for item in load_guides()}),
        "本地承诺时限",
        "wd",
        "按审批事项编号写本地承诺的时限，取代办事指南里的承诺时限；0 表示当场办结。",
        default={},
        merge="by_key",
    ),
)
