"""The daily look at dates whose calendar has changed."""

from datetime import timedelta

from pyramid.config import Configurator
from pyramid.registry import Registry

from market.dues.recompute import Recompute
from market.dues.running import RUNNING, add_running_due
from tongban.calendar import CalendarService
from tongban.outbox.handlers import JobHandler
from tongban.rules import REGISTRY_KEY
from tongban.work import Work

JOB = "market.recompute"


def make_recompute(registry: Registry) -> JobHandler:
    """``market.recompute``: what a newly imported calendar means for running dates."""

    def run(work: Work) -> None:
        Recompute(work, registry[REGISTRY_KEY], CalendarService(work.session)).all(registry[RUNNING])

    return run


def includeme(config: Configurator) -> None:
    """The directive by which features describe their dates, and the job."""
    config.registry.setdefault(RUNNING, [])
    config.add_directive("add_running_due", add_running_due, action_wrap=False)
    config.add_job(JOB, "按新日历重新计算期限", timedelta(days=1), make_recompute(config.registry))
