"""The daily look at dates whose calendar has changed.

The job only asks for it: each thing is looked at in a transaction of its own, so that one that cannot be
computed stops no other and stands on the operator's page with the reason.
"""

from datetime import timedelta

from pyramid.config import Configurator
from pyramid.registry import Registry

from tongban.calendar import CalendarService
from tongban.dues.recompute import Recompute
from tongban.dues.running import RUNNING, add_running_due
from tongban.outbox import service as outbox
from tongban.outbox.handlers import Delivery, JobHandler, OutboxHandler
from tongban.rules import REGISTRY_KEY
from tongban.security import SYSTEM
from tongban.work import Work

JOB = "dues.recompute_all"
ONE = "dues.recompute"


def make_recompute(registry: Registry) -> JobHandler:
    """``dues.recompute_all``: what a newly imported calendar means for running dates."""

    def run(work: Work) -> None:
        asked = outbox.waiting(work.session, ONE)
        for thing in _recompute(work, registry).concerned(registry[RUNNING]):
            if (thing.thing_kind, thing.id) not in asked:
                work.enqueue(ONE, thing)

    return run


def make_recompute_one(registry: Registry) -> OutboxHandler:
    """``dues.recompute``: what it means for one thing."""

    def run(delivery: Delivery) -> None:
        with delivery.sessions.begin() as session:
            work = Work(session, SYSTEM, delivery.now, "worker")
            _recompute(work, registry).thing(registry[RUNNING], delivery.thing_kind, delivery.thing_id)

    return run


def _recompute(work: Work, registry: Registry) -> Recompute:
    return Recompute(work, registry[REGISTRY_KEY], CalendarService(work.session))


def includeme(config: Configurator) -> None:
    """The directive by which features describe their dates, and the job."""
    config.registry.setdefault(RUNNING, [])
    config.add_directive("add_running_due", add_running_due, action_wrap=False)
    config.add_job(JOB, "按新日历重新计算期限", timedelta(days=1), make_recompute(config.registry))
    config.add_outbox_handler(ONE, make_recompute_one(config.registry))
    config.add_handler_words(ONE, "按新日历重新计算期限")
