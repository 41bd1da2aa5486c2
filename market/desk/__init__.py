"""What the market puts on the frame pages: start page, desk, supervision, leaving persons, metrics."""

from pyramid.config import Configurator

from market.desk import draws, firm, leaving, operator, owner, portal, supervision, two_sides, words
from tongban.security import Permission


def includeme(config: Configurator) -> None:
    """Fill the frames of ``tongban.portal`` and of ``tongban.accounts``."""
    portal.fill(config)
    config.add_desk_block("market.needs", "需求", 10, owner.needs)
    config.add_desk_block("market.awards", "中选", 20, two_sides.awards)
    config.add_desk_block("market.contracts", "合同", 30, two_sides.contracts)
    config.add_desk_block("market.deliverables", "服务成果", 40, two_sides.deliverables)
    config.add_desk_block("market.evaluations", "评价", 50, owner.evaluations)
    config.add_desk_block("market.entries", "报名", 60, firm.entries)
    config.add_desk_block("market.open_needs", "可报名的公告", 70, firm.open_needs)
    config.add_desk_block("market.enrolment", "入驻", 80, firm.enrolment)
    config.add_desk_block("market.draws", "随机抽取", 5, draws.waiting)
    config.add_desk_block("market.need_checks", "需求核验", 10, operator.need_checks)
    config.add_desk_block("market.enrolment_checks", "入驻核验", 20, operator.enrolment_checks)
    config.add_desk_action("发布需求", "needs.new", Permission.MARKET_NEED_CREATE, 10)
    config.add_desk_action(
        "找可以报名的公告", "needs.list", Permission.MARKET_ENTRY_SUBMIT, 20, (("stage", "open"),)
    )
    config.add_desk_action("维护入驻资料", "enrolment.edit", Permission.MARKET_ENROLMENT_EDIT, 30)
    config.add_desk_action("核验入驻申请", "enrolments.queue", Permission.MARKET_ENROLMENT_CHECK, 40)
    config.add_desk_action("查看监督线索", "supervision", Permission.MARKET_FLAG_READ, 50)
    config.add_supervision_block("market.flags", "报名单位之间的关联线索", 10, supervision.flags)
    config.add_supervision_block("market.closings", "截止与开启", 20, supervision.closings)
    config.add_supervision_block("market.checks", "核验时限", 30, supervision.checks)
    config.add_holdings_provider("needs", "未办结的需求", leaving.held, leaving.hand_over)
    words.fill(config)
