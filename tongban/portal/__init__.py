"""The frame pages that mix both halves: start page, desk, supervision, jobs, health, practice time.

``tongban`` draws the frames; each package fills them from its ``includeme`` through the directives below.
"""

from pyramid.config import Configurator

from tongban.portal import blocks
from tongban.security import Permission
from tongban.web.addresses import ID
from tongban.web.assets import ContentCacheBuster

STATIC = "tongban:portal/static/"

ROUTES: dict[str, str] = {
    "portal.home": "/",
    "desk": "/desk",
    "supervision": "/supervision",
    "admin.jobs": "/admin/jobs",
    "admin.jobs.retry": f"/admin/jobs/{{kind:outbox|timer}}/{ID}/retry",
    "portal.health": "/healthz",
    "portal.metrics": "/metrics",
}


def includeme(config: Configurator) -> None:
    """Directives for what fills the frames, routes, menu entries and views."""
    config.include("tongban.portal.blocks")
    config.add_static_view("static/portal", STATIC, cache_max_age=365 * 24 * 3600)
    config.add_cache_buster(STATIC, ContentCacheBuster(STATIC))
    for name, path in ROUTES.items():
        config.add_route(name, path)
    config.add_nav_item("我的工作台", "desk", Permission.DESK, order=50)
    config.add_nav_item("监督", "supervision", Permission.MARKET_FLAG_READ, order=80)
    config.add_nav_item("后台任务", "admin.jobs", Permission.ADMIN_JOBS, order=90)
    config.add_handler_words("notice.mail", "发送邮件通知")
    config.add_handler_words("audit.checkpoint", "固定操作记录检查点")
    config.scan("tongban.portal.views", ignore="tongban.portal.views.practice")
    if config.registry["tongban.site"].practice:
        config.add_route("practice.clock", "/practice/clock")
        config.scan("tongban.portal.views.practice")


__all__ = ["blocks", "includeme"]
