"""The pages on which people look after their own tokens."""

from pyramid.config import Configurator

from tongban.web.addresses import ID


def includeme(config: Configurator) -> None:
    """Routes and views, beside one's own account."""
    config.add_route("tokens.own", "/account/tokens")
    config.add_route("tokens.revoke", f"/account/tokens/{ID}/revoke")
    config.scan("tongban.tokens.views")
