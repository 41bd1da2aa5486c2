"""Puts the query page into the application."""

from pyramid.config import Configurator

from tongban.portal.blocks import Entrance, EntranceLink

#: On the start page, for whoever waits for an approval.
CARRIED = Entrance(
    "全程代办",
    "投资项目的审批，由代办员替您办。免费，自愿。",
    (EntranceLink("怎样申请", "cases.list"), EntranceLink("查进度", "track.page")),
)


def includeme(config: Configurator) -> None:
    """The page, its place in the menu, and the way in from the start page."""
    config.add_route("track.page", "/track")
    config.add_nav_item("查进度", "track.page", order=32)
    config.add_portal_entrance(25, CARRIED)
    config.scan("agency.track.views")
