"""The timer after which silence is rated by default."""

from datetime import datetime

from pyramid.registry import Registry

from market.evaluations.models import Evaluation
from market.evaluations.service import EvaluationService
from tongban.outbox.handlers import TimerHandler
from tongban.rules import REGISTRY_KEY
from tongban.work import Work


def make_default(registry: Registry) -> TimerHandler:
    """``evaluation.default``: due at the end of the rating period."""

    def default(work: Work, evaluation_id: int, _due_at: datetime) -> None:
        evaluation = work.session.get_one(Evaluation, evaluation_id)
        EvaluationService(work, registry[REGISTRY_KEY]).rate_by_default(evaluation)

    return default
