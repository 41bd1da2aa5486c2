"""The timer after which silence is rated by default."""

from datetime import datetime

from pyramid.config import Configurator
from pyramid.registry import Registry

from market.evaluations.blocks import evaluations_block
from market.evaluations.dues import DEFAULT_TIMER, DUE_AT
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


def includeme(config: Configurator) -> None:
    """The timer of the rating period, the owner's form, and the block on the intermediary's page."""
    config.add_running_due(DUE_AT)
    config.add_timer_handler(DEFAULT_TIMER, make_default(config.registry))
    config.registry.setdefault("market.intermediary_blocks", []).append(evaluations_block)
    config.add_route("evaluations.new", "/contracts/{number}/evaluation")
    config.scan("market.evaluations.views")
    config.scan("market.evaluations.api")
