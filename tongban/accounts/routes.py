"""The pages of accounts and what the rest of the site is told of them."""

from pyramid.config import Configurator
from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken

from tongban.accounts.practice import load_practice
from tongban.accounts.sign_up import CHECKS
from tongban.accounts.views.expired import EXPIRED, expired_form, expired_post
from tongban.security import Permission
from tongban.web.addresses import ID
from tongban.web.assets import ContentCacheBuster

STATIC = "tongban:accounts/static/"

#: Route name after ``accounts.`` and its path.
ROUTES: dict[str, str] = {
    "sign_in": "/sign-in",
    "resume": "/sign-in/resume",
    "practice": "/sign-in/practice",
    "sign_out": "/sign-out",
    "enrol": "/sign-up",
    "own": "/account",
    "switch": "/account/switch",
    "sessions": "/account/sessions",
    "members": "/org/members",
    "member_revoke": f"/org/members/{ID}/revoke",
    "admin": "/admin/accounts",
    "admin_new": "/admin/accounts/new",
    "admin_show": "/admin/accounts/{login}",
    "admin_leave": "/admin/accounts/{login}/leave",
    "admin_disable": "/admin/accounts/{login}/disable",
    "admin_enable": "/admin/accounts/{login}/enable",
    "admin_password": "/admin/accounts/{login}/password",
    "admin_revoke": f"/admin/accounts/{{login}}/roles/{ID}/revoke",
}


def includeme(config: Configurator) -> None:
    """Routes, views, menu entries, and the page for forms whose session ended."""
    for name, path in ROUTES.items():
        config.add_route(f"accounts.{name}", path)
    config.include("tongban.accounts.leaving")
    config.registry.setdefault(CHECKS, [])
    config.add_nav_item("单位成员", "accounts.members", Permission.ORG_MEMBERS, order=80)
    config.add_nav_item("账号管理", "accounts.admin", Permission.ADMIN_ACCOUNTS, order=85)
    # The extra predicate puts these before the shell's own page, which knows no way to sign in and go on.
    config.add_view_predicate("resumable", Resumable)
    config.add_exception_view(expired_form, context=BadCSRFToken, resumable=True, renderer=EXPIRED)
    config.add_exception_view(expired_form, context=BadCSRFOrigin, resumable=True, renderer=EXPIRED)
    config.add_forbidden_view(expired_post, anonymous_post=True, resumable=True, renderer=EXPIRED)
    config.add_static_view("static/accounts", STATIC, cache_max_age=365 * 24 * 3600)
    config.add_cache_buster(STATIC, ContentCacheBuster(STATIC))
    config.add_setup_step("practice accounts", load_practice, order=10, demo=True)
    config.scan("tongban.accounts.views")


class Resumable:
    """View predicate of a site where one can sign in again: always true."""

    def __init__(self, wanted: bool, config: Configurator) -> None:
        self.wanted = wanted

    def text(self) -> str:
        """For the list of views."""
        return f"resumable = {self.wanted}"

    phash = text

    def __call__(self, context: object, request: object) -> bool:
        """Whether the view is the one wanted."""
        return self.wanted
