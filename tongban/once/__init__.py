"""A form is acted on once, however often its button is pressed or its request repeated."""

from datetime import timedelta
from typing import TYPE_CHECKING

from pyramid.config import Configurator
from pyramid.tweens import EXCVIEW
from sqlalchemy import delete

from tongban.once.models import SentForm

if TYPE_CHECKING:
    from tongban.work import Work

#: A repetition comes within minutes; a key older than this is a form somebody kept open for days.
KEEP = timedelta(days=7)


def _sweep(work: "Work") -> None:
    work.session.execute(delete(SentForm).where(SentForm.sent_at < work.now - KEEP))


def includeme(config: Configurator) -> None:
    """Deriver and tween, inside the transaction, and the job that forgets old keys."""
    config.add_view_deriver("tongban.once.tween.once_view", name="once")
    config.add_tween("tongban.once.tween.tween_factory", under="pyramid_tm.tm_tween_factory", over=EXCVIEW)
    config.add_job("once.sweep", "清理已处理的表单编号", timedelta(days=1), _sweep)
