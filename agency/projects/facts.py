"""The facts of a project that decide which approvals it needs; ``None`` means not known yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_type_hints

from agency.projects.choices import (
    CLASS_WORDS,
    DISCHARGE_WORDS,
    EIA_WORDS,
    FUNDING_WORDS,
    MODE_WORDS,
    SCALE_WORDS,
    ApprovalMode,
    DischargePermit,
    EiaKind,
    Funding,
    ProjectClass,
    WorksScale,
)
from agency.projects.questions import Asked, Group, Kind, Question


@dataclass(frozen=True)
class Facts:
    """What is known of a project. Money in 分, areas in square metres, energy as its question says."""

    funding: Annotated[
        Funding | None, Asked("投资类型", Group.BASICS, Kind.CHOICE, choices=FUNDING_WORDS)
    ] = None
    project_class: Annotated[
        ProjectClass | None, Asked("工程类别", Group.BASICS, Kind.CHOICE, choices=CLASS_WORDS)
    ] = None
    approval_mode: Annotated[
        ApprovalMode | None,
        Asked(
            "立项方式",
            Group.BASICS,
            Kind.CHOICE,
            choices=MODE_WORDS,
            hint="企业投资项目：在政府核准的投资项目目录内的为核准，其他为备案。政府投资项目为审批。",
        ),
    ] = None
    total_investment: Annotated[int | None, Asked("总投资", Group.BASICS, Kind.MONEY)] = None
    proposal_waived: Annotated[
        bool | None,
        Asked(
            "项目建议书是否已按规定简化", Group.BASICS, hint="只问政府投资项目，见《政府投资条例》第十三条。"
        ),
    ] = None
    new_land: Annotated[
        bool | None, Asked("是否新增建设用地", Group.SIZE, hint="使用已经依法批准的建设用地，选“否”。")
    ] = None
    land_area: Annotated[int | None, Asked("用地面积", Group.SIZE, Kind.NUMBER, unit="平方米")] = None
    floor_area: Annotated[int | None, Asked("建筑面积", Group.SIZE, Kind.NUMBER, unit="平方米")] = None
    works_scale: Annotated[
        WorksScale | None, Asked("工程规模", Group.SIZE, Kind.CHOICE, choices=SCALE_WORDS)
    ] = None
    below_permit_limit: Annotated[
        bool | None,
        Asked(
            "是否在施工许可限额以下", Group.SIZE, hint="限额以下的小型工程不领施工许可证，限额由当地规定。"
        ),
    ] = None
    eia_kind: Annotated[
        EiaKind | None,
        Asked(
            "环评类别",
            Group.ENVIRONMENT,
            Kind.CHOICE,
            choices=EIA_WORDS,
            hint="按建设项目环境影响评价分类管理名录确定。",
        ),
    ] = None
    discharge_permit: Annotated[
        DischargePermit | None,
        Asked("排污许可管理类别", Group.ENVIRONMENT, Kind.CHOICE, choices=DISCHARGE_WORDS),
    ] = None
    outfall: Annotated[bool | None, Asked("是否新建、改建、扩建入河排污口", Group.ENVIRONMENT)] = None
    energy_use: Annotated[
        int | None, Asked("年综合能源消费量", Group.ENVIRONMENT, Kind.NUMBER, unit="吨标准煤")
    ] = None
    electricity_use: Annotated[
        int | None, Asked("年电力消费量", Group.ENVIRONMENT, Kind.NUMBER, unit="万千瓦时")
    ] = None
    special_fire: Annotated[
        bool | None,
        Asked(
            "是否属于特殊建设工程", Group.SAFETY, hint="消防设计审查的范围，例如大型公共建筑、易燃易爆场所。"
        ),
    ] = None
    air_defence: Annotated[
        bool | None, Asked("是否应当修建防空地下室", Group.SAFETY, hint="城市新建民用建筑一般应当修建。")
    ] = None
    flammable: Annotated[bool | None, Asked("是否有易燃易爆的工程或者场所", Group.SAFETY)] = None
    hazardous: Annotated[bool | None, Asked("是否属于矿山、金属冶炼或者危险物品项目", Group.SAFETY)] = None
    forest_land: Annotated[bool | None, Asked("是否占用林地", Group.SITE)] = None
    soil_erosion: Annotated[bool | None, Asked("是否在山区、丘陵区等可能造成水土流失", Group.SITE)] = None
    water_intake: Annotated[bool | None, Asked("是否直接从江河、湖泊或者地下取水", Group.SITE)] = None
    flood_area: Annotated[bool | None, Asked("是否在洪泛区、蓄滞洪区或者河道管理范围内", Group.SITE)] = None
    relics: Annotated[bool | None, Asked("是否涉及文物保护单位或者需要先行考古", Group.SITE)] = None
    geohazard_area: Annotated[bool | None, Asked("是否在地质灾害易发区内", Group.SITE)] = None
    mineral_overlay: Annotated[bool | None, Asked("是否压覆战略性矿产资源", Group.SITE)] = None
    seismic_study: Annotated[bool | None, Asked("是否必须进行地震安全性评价", Group.SITE)] = None
    climate_study: Annotated[bool | None, Asked("是否需要气候可行性论证", Group.SITE)] = None
    area_assessed: Annotated[
        bool | None, Asked("所在园区是否已做区域评估", Group.SITE, hint="已做区域评估的，不再单独评估。")
    ] = None

    def known(self) -> dict[str, Any]:
        """The facts that are known, by name."""
        return {q.name: value for q in QUESTIONS.values() if (value := getattr(self, q.name)) is not None}

    def to_json(self) -> dict[str, Any]:
        """The known facts as plain JSON values."""
        return {name: getattr(value, "value", value) for name, value in self.known().items()}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Facts":
        """The facts of ``to_json``. Raises ValueError for a name or a value that is none."""
        unknown = sorted(set(document) - set(QUESTIONS))
        if unknown:
            raise ValueError(f"no such facts: {', '.join(unknown)}")
        return cls(**{n: QUESTIONS[n].stored(v) for n, v in document.items() if v is not None})

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Facts":
        """The facts of what ``facts_schema`` gave, in sections or flat; other values are passed over."""
        given: dict[str, Any] = {}
        for name, value in values.items():
            given |= value if isinstance(value, Mapping) else {name: value}
        return cls.from_json({name: value for name, value in given.items() if name in QUESTIONS})


def _questions() -> Iterator[Question]:
    for name, hint in get_type_hints(Facts, include_extras=True).items():
        yield Question(name, hint.__metadata__[0])


#: Every question by the name of its fact, in the order of asking.
QUESTIONS: Mapping[str, Question] = {question.name: question for question in _questions()}


def fact_words(facts: Facts) -> list[tuple[str, str]]:
    """Title and words of every known fact, in the order of asking."""
    return [(QUESTIONS[name].title, QUESTIONS[name].words(value)) for name, value in facts.known().items()]
