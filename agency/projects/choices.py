"""The choices among the facts of a project, with their words."""

from enum import StrEnum


class Funding(StrEnum):
    """Whose money builds the project."""

    GOVERNMENT = "government"
    PRIVATE = "private"


FUNDING_WORDS = {Funding.GOVERNMENT: "政府投资", Funding.PRIVATE: "社会（企业）投资"}


class ProjectClass(StrEnum):
    """What is built; regions set their targets by it."""

    INDUSTRIAL = "industrial"
    HOUSING = "housing"
    MUNICIPAL = "municipal"
    TRANSPORT = "transport"
    WATER = "water"
    ENERGY = "energy"
    OTHER = "other"


CLASS_WORDS = {
    ProjectClass.INDUSTRIAL: "工业、仓储",
    ProjectClass.HOUSING: "房屋建筑（住宅、商业、公共建筑）",
    ProjectClass.MUNICIPAL: "市政基础设施",
    ProjectClass.TRANSPORT: "交通",
    ProjectClass.WATER: "水利",
    ProjectClass.ENERGY: "能源",
    ProjectClass.OTHER: "其他",
}


class ApprovalMode(StrEnum):
    """How the investment itself is decided."""

    APPROVAL = "approval"
    VERIFICATION = "verification"
    FILING = "filing"


MODE_WORDS = {
    ApprovalMode.FILING: "备案",
    ApprovalMode.VERIFICATION: "核准",
    ApprovalMode.APPROVAL: "审批",
}


class EiaKind(StrEnum):
    """The document of the environmental impact assessment."""

    REPORT = "report"
    FORM = "form"
    REGISTRATION = "registration"
    NONE = "none"


EIA_WORDS = {
    EiaKind.REPORT: "环境影响报告书",
    EiaKind.FORM: "环境影响报告表",
    EiaKind.REGISTRATION: "环境影响登记表",
    EiaKind.NONE: "不纳入环评管理",
}


class DischargePermit(StrEnum):
    """How the discharge of pollutants is managed."""

    KEY = "key"
    SIMPLIFIED = "simplified"
    REGISTRATION = "registration"
    NONE = "none"


DISCHARGE_WORDS = {
    DischargePermit.KEY: "重点管理",
    DischargePermit.SIMPLIFIED: "简化管理",
    DischargePermit.REGISTRATION: "登记管理",
    DischargePermit.NONE: "不排放污染物",
}


class WorksScale(StrEnum):
    """The size of the works, as the examination of construction drawings tells it."""

    LARGE = "large"
    MEDIUM = "medium"


SCALE_WORDS = {WorksScale.LARGE: "大型", WorksScale.MEDIUM: "中型及以下"}
