"""What ``/metrics`` tells: counts from the database, none of which is about a person or a sealed thing."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from pyramid.registry import Registry
from sqlalchemy import func, select

from tongban.accounts.models import WebSession
from tongban.outbox.models import PARKED, PENDING, JobRun
from tongban.portal.blocks import frames
from tongban.portal.jobs import count_rows, overdue_timers


class SiteCollector(Collector):
    """Reads all gauges in one reading session, when asked."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        """The gauges of the platform, then those that packages registered."""
        now = self._registry["tongban.clock"].now()
        with self._registry["tongban.reads"]() as session:
            outbox = GaugeMetricFamily("tongban_outbox_rows", "Side effects that wait.", labels=["status"])
            for status in (PENDING, PARKED):
                outbox.add_metric([status], count_rows(session, status))
            yield outbox
            yield GaugeMetricFamily(
                "tongban_timers_overdue", "Timers past their moment.", value=overdue_timers(session, now)
            )
            live = select(func.count()).select_from(WebSession).where(WebSession.expires_at > now)
            yield GaugeMetricFamily(
                "tongban_sessions", "Browsers signed in.", value=session.scalar(live) or 0
            )
            jobs = GaugeMetricFamily(
                "tongban_job_last_success_timestamp_seconds", "Last success of each job.", labels=["job"]
            )
            for run in session.scalars(select(JobRun).where(JobRun.last_success.is_not(None))):
                if run.last_success is not None:
                    jobs.add_metric([run.name], run.last_success.timestamp())
            yield jobs
            for name, metric in frames(self._registry).metrics.items():
                family = GaugeMetricFamily(f"tongban_{name}", metric.help, labels=[metric.label])
                for value, number in metric.load(session, now).items():
                    family.add_metric([value], number)
                yield family
