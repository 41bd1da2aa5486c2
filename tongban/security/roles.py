"""The roles a person can hold in an organisation, each within a region."""

from enum import StrEnum


class Role(StrEnum):
    """Roles of the field; a membership binds one to a person, an organisation and a region."""

    OWNER_ADMIN = "owner_admin"
    OWNER_DELEGATE = "owner_delegate"
    INTERMEDIARY = "intermediary"
    MARKET_OPERATOR = "market_operator"
    MARKET_AUTHORITY = "market_authority"
    AGENT = "agent"
    CENTRE_HEAD = "centre_head"
    WINDOW_CLERK = "window_clerk"
    DEPARTMENT_REVIEWER = "department_reviewer"
    SUPERVISOR = "supervisor"
    WITNESS = "witness"
    REGION_ADMIN = "region_admin"
    PLATFORM_ADMIN = "platform_admin"
    OBSERVER = "observer"


ROLE_TITLES: dict[Role, str] = {
    Role.OWNER_ADMIN: "项目业主管理员",
    Role.OWNER_DELEGATE: "采购受托人",
    Role.INTERMEDIARY: "中介机构",
    Role.MARKET_OPERATOR: "中介超市运营人员",
    Role.MARKET_AUTHORITY: "中介超市管理机构",
    Role.AGENT: "代办员",
    Role.CENTRE_HEAD: "代办中心负责人",
    Role.WINDOW_CLERK: "综合窗口人员",
    Role.DEPARTMENT_REVIEWER: "部门审批人员",
    Role.SUPERVISOR: "监督人员",
    Role.WITNESS: "见证人",
    Role.REGION_ADMIN: "地区管理员",
    Role.PLATFORM_ADMIN: "平台管理员",
    Role.OBSERVER: "观察员",
}
