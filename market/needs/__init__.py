"""Needs (需求): posting, formal check, publishing, showcase."""

from pyramid.config import Configurator

from tongban.security import Permission


def includeme(config: Configurator) -> None:
    """The pages of needs. Other features add blocks to a need's page through ``market.need_blocks``."""
    config.registry.setdefault("market.need_blocks", [])
    config.add_route("needs.list", "/needs")
    config.add_route("needs.atom", "/needs.atom")
    config.add_route("needs.new", "/needs/new")
    config.add_route("needs.show", "/needs/{number}")
    for name in ("edit", "submit", "check", "abort", "rerun", "rules"):
        config.add_route(f"needs.{name}", f"/needs/{{number}}/{name}")
    config.add_nav_item("采购公告", "needs.list", order=10)
    config.add_nav_item("发布需求", "needs.new", Permission.MARKET_NEED_CREATE, order=60)
    config.scan("market.needs.views")
