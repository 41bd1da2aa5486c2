"""An award and its performance as facts: summary and dates are public, texts and files are not."""

from datetime import datetime

from pyramid.request import Request

from market.awards.lifecycle import AWARD
from market.awards.models import Award
from market.contracts.models import Contract, Deliverable
from market.evaluations.models import Evaluation
from market.evaluations.scores import STAR_WORDS, stars
from market.needs.schemas import DAY_UNITS
from market.outcome.loading import Performance
from market.words import PageWords
from tongban.web.components import Fact, Link
from tongban.web.filters import date_text, datetime_text


def award_facts(request: Request, award: Award, words: PageWords) -> list[Fact]:
    """Who was chosen, at what price, and where the notice stands."""
    page = Link(award.notice_number or award.number, request.route_path("awards.show", number=award.number))
    return [
        Fact("中选机构", award.entry.org.name, hint="" if award.rank == 1 else f"第 {award.rank} 名递补"),
        Fact("中选金额", money=award.amount_fen),
        Fact("中选公示", page),
        Fact("进度", words.state(AWARD.states[award.state])),
    ]


def performance_facts(performance: Performance) -> list[Fact]:
    """The summary of the contract, and whether the work came in time."""
    facts = contract_facts(performance.contract)
    if performance.deliverable is not None:
        facts.append(Fact("服务成果", _deliverable_words(performance.deliverable)))
    if performance.evaluation is not None and performance.evaluation.rated_at is not None:
        facts.append(Fact("业主评价", _rating_words(performance.evaluation)))
    return facts


def contract_facts(contract: Contract) -> list[Fact]:
    """What of a contract is public once it is filed."""
    unit = DAY_UNITS[contract.service_days_unit]
    return [
        Fact("合同备案", contract.filing_number or contract.number, hint=filing_words(contract)),
        Fact("合同金额", money=contract.amount_fen),
        Fact("签订日期", date_text(contract.signed_on)),
        Fact("服务期限", f"签订次日起 {contract.service_days} 个{unit}"),
    ]


def filing_words(contract: Contract) -> str:
    """When it was filed, and whether in time."""
    late = contract.filed_at >= contract.file_due
    due = f"，逾期，应在 {datetime_text(contract.file_due)} 前" if late else "，按期"
    return f"{datetime_text(contract.filed_at)} 登记{due}"


def in_time(submitted_at: datetime, due_at: datetime) -> str:
    """按期 or 逾期, by the rule that what comes before the last moment is in time."""
    return "按期" if submitted_at < due_at else "逾期"


def _deliverable_words(deliverable: Deliverable) -> str:
    if deliverable.accepted_at is None or deliverable.submitted_at is None:
        return f"应在 {datetime_text(deliverable.due_at)} 前提交"
    words = in_time(deliverable.submitted_at, deliverable.due_at)
    return f"{date_text(deliverable.accepted_at)} 验收，{words}提交"


def _rating_words(evaluation: Evaluation) -> str:
    count = stars(evaluation.scores)
    if evaluation.state == "defaulted":
        return f"{count} 星（业主逾期未评，按默认分记录）"
    return f"{count} 星，{STAR_WORDS[count]}"
