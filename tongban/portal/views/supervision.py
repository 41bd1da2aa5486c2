"""What those who watch over the market and the platform should look at."""

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from tongban.portal.blocks import SupervisionCard, frames
from tongban.portal.jobs import backlog
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import StateLabel


@view_config(
    route_name="supervision",
    request_method="GET",
    permission=Permission.MARKET_FLAG_READ,
    renderer="tongban:portal/templates/supervision.jinja2",
)
def supervision(request: Request) -> dict[str, Any]:
    """The cards of the regions this person watches."""
    cards: list[tuple[str, str, SupervisionCard]] = []
    for block in frames(request.registry).supervision:
        card = block.load(request)
        if isinstance(card, SupervisionCard):
            cards.append((block.name, block.title, card))
    cards.append(("platform", "后台与通知", _platform(request)))
    cards.sort(key=lambda entry: not entry[2].alarm)
    return {
        "cards": cards,
        "alarms": sum(card.alarm for _, _, card in cards),
        "sees_jobs": permits(request.actor, Permission.ADMIN_JOBS),
    }


def _platform(request: Request) -> SupervisionCard:
    left = backlog(request.db, request.now)
    if not left.parked and not left.stuck:
        text = f"没有搁置的后台事项；排队 {left.pending} 项。"
        return SupervisionCard(StateLabel("正常", "done"), text)
    text = f"搁置 {left.parked} 项，到时未办 {left.stuck} 项。请平台管理员在“后台任务”中处理。"
    return SupervisionCard(StateLabel("需要处理", "late"), text, alarm=True)
