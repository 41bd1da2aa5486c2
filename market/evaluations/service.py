"""Rating a contract: by its owner in time, by default afterwards (§2.9)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.contracts.models import Contract
from market.credit.service import CreditService
from market.evaluations.dues import DEFAULT_TIMER, DUE_AT
from market.evaluations.lifecycle import EVALUATION
from market.evaluations.models import Evaluation
from market.evaluations.scores import DIMENSIONS, stars
from market.needs.lifecycle import NEED
from market.needs.rules import NeedRules, rules_of
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.dues.recompute import Recompute
from tongban.dues.service import Dues, Limit
from tongban.notices.service import notify_org
from tongban.numbering import next_number
from tongban.rules import RulesProvider
from tongban.work import Work


def published_of(session: Session, org_id: int, limit: int = 20) -> Sequence[Evaluation]:
    """The evaluations that stand on an intermediary's page, newest first."""
    query = select(Evaluation).where(Evaluation.org_id == org_id, Evaluation.rated_at.is_not(None))
    return session.scalars(
        query.order_by(Evaluation.rated_at.desc(), Evaluation.id.desc()).limit(limit)
    ).all()


class EvaluationService:
    """One evaluation per contract; the rating moves the credit ledger and closes the need."""

    def __init__(self, work: Work, provider: RulesProvider) -> None:
        self._work = work
        self._system = work.as_system()
        self._session = work.session
        self._provider = provider
        self._dues = Dues(work, CalendarService(work.session))
        self._recompute = Recompute(work, provider, CalendarService(work.session))

    def fall_due(self, contract: Contract, due: Limit) -> Evaluation:
        """The deliverable was accepted: the owner is asked to rate until the end of the limit."""
        evaluation = Evaluation(
            number=next_number(self._session, "PJ", contract.region, local(self._work.now).year),
            contract_id=contract.id,
            region=contract.region,
            owner_org_id=contract.owner_org_id,
            org_id=contract.org_id,
            due_at=due.at,
        )
        self._work.add([evaluation])
        self._dues.keep(evaluation, DUE_AT.name, due)
        self._system.record(evaluation, "fall_due", {"contract": contract.number})
        self._system.schedule(DEFAULT_TIMER, evaluation, due.at)
        until = f"{local(due.at):%Y-%m-%d %H:%M}"
        body = f"“{contract.award.need.title}”的成果已验收，请在 {until} 前作出评价。"
        url = f"/contracts/{contract.number}/evaluation"
        notify_org(self._system, evaluation, "due", contract.owner_org_id, "请评价服务", body, url)
        return evaluation

    def rate(self, evaluation: Evaluation, scores: Mapping[str, int], comment: str | None) -> None:
        """The owner rates; the score shows at once on the intermediary's page."""
        need = evaluation.contract.award.need
        self._work.lock(evaluation, need)
        EVALUATION.fire(self._work, evaluation, "rate", stars=stars(scores))
        self._system.cancel(DEFAULT_TIMER, evaluation)
        evaluation.rated_by = self._work.actor.user_id
        self._finish(evaluation, scores, comment)
        rules = self._rules(evaluation)
        count = stars(scores)
        points = int(rules.value("market.evaluation.points").get(str(count), 0))
        CreditService(self._system).rated(evaluation, points, count)
        body = f"业主对“{need.title}”的服务评价为 {count} 星。"
        url = f"/contracts/{evaluation.contract.number}"
        notify_org(self._system, evaluation, "rated", evaluation.org_id, "收到服务评价", body, url)

    def rate_by_default(self, evaluation: Evaluation) -> None:
        """The owner stayed silent: the region's default score, which moves no credit.

        Does nothing on a provisional date: silence counts only by an official calendar (§6.1).
        """
        self._recompute.one(DUE_AT, evaluation)
        if evaluation.state != "due" or evaluation.due_at > self._work.now:
            return
        calendar = self._dues.calendar(self._rules(evaluation))
        if not calendar.is_official(local(evaluation.due_at).date()):
            return
        self._work.lock(evaluation, evaluation.contract.award.need)
        EVALUATION.fire(self._system, evaluation, "default")
        score = int(self._rules(evaluation).value("market.evaluation.default_score"))
        self._finish(evaluation, dict.fromkeys(DIMENSIONS, score), None)

    def _finish(self, evaluation: Evaluation, scores: Mapping[str, int], comment: str | None) -> None:
        need = evaluation.contract.award.need
        evaluation.scores, evaluation.comment = dict(scores), comment
        evaluation.rated_at = self._work.now
        NEED.fire(self._system, need, "finish")
        need.finished_at = self._work.now
        self._system.enqueue("search.index", need, {"kind": "need", "id": need.id})

    def _rules(self, evaluation: Evaluation) -> NeedRules:
        need = evaluation.contract.award.need
        return rules_of(self._session, self._provider, need, self._work.now)
