"""Puts identity, access, form tokens and flash messages into the application."""

from pyramid.config import Configurator

from tongban.accounts import flash, identity
from tongban.accounts.csrf import CookieBoundTokens
from tongban.accounts.secret import load_or_create_secret
from tongban.regions.tree import RegionTree
from tongban.security.policy import NOBODY, TablePolicy


def includeme(config: Configurator) -> None:
    """The policy (deny by default), form tokens on every form, and what every request knows of its person."""
    site = config.registry["tongban.site"]
    named = config.get_settings().get("tongban.session_secret_file")
    secret = load_or_create_secret(site.data_dir / named if named else site.path("keys", "session.key"))
    config.registry["tongban.secret"] = secret
    config.registry["tongban.region_tree"] = RegionTree(config.registry["tongban.reads"])
    config.set_security_policy(TablePolicy())
    config.set_default_permission(NOBODY)
    config.set_csrf_storage_policy(CookieBoundTokens(secret))
    config.set_default_csrf_options(require_csrf=True)
    config.add_request_method(identity.live_session, "live_session", reify=True)
    config.add_request_method(identity.memberships, "memberships", reify=True)
    config.add_request_method(identity.organisations, "organisations", reify=True)
    config.add_request_method(identity.actor, "actor", reify=True)
    config.add_request_method(lambda _request: [], "pending_flashes", reify=True)
    config.add_request_method(flash.flash, "flash")
    config.add_request_method(flash.pop_flashes, "pop_flashes")
