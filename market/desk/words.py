"""What people call the market's timers and side effects; and the market's gauge."""

from collections.abc import Mapping
from datetime import datetime

from pyramid.config import Configurator
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from market.awards.models import Award
from market.contracts.models import Deliverable
from market.evaluations.models import Evaluation
from market.needs.find import is_public
from market.needs.models import Need


def need_title(session: Session, need_id: int) -> str:
    """The title of a need, empty if there is none."""
    need = session.get(Need, need_id)
    return need.title if need else ""


def award_title(session: Session, award_id: int) -> str:
    """The title of an award's need."""
    award = session.get(Award, award_id)
    return award.need.title if award else ""


def deliverable_title(session: Session, deliverable_id: int) -> str:
    """The title of a deliverable's need."""
    deliverable = session.get(Deliverable, deliverable_id)
    return deliverable.contract.award.need.title if deliverable else ""


def evaluation_title(session: Session, evaluation_id: int) -> str:
    """The title of an evaluation's need."""
    evaluation = session.get(Evaluation, evaluation_id)
    return evaluation.contract.award.need.title if evaluation else ""


def public_needs(session: Session, _now: datetime) -> Mapping[str, int]:
    """How many published needs are in each state."""
    query = select(Need.state, func.count()).where(is_public()).group_by(Need.state)
    return dict(session.execute(query).tuples().all())


def fill(config: Configurator) -> None:
    """Tell ``tongban.portal``."""
    config.add_handler_words("need.close", "报名截止", need_title)
    config.add_handler_words("need.open", "开启报价", need_title)
    config.add_handler_words("need.draw", "随机抽取", need_title)
    config.add_handler_words("need.beacon_due", "确定公开随机值的时限", need_title)
    config.add_handler_words("award.confirm", "中选公示期满", award_title)
    config.add_handler_words("deliverable.deem", "成果验收期满", deliverable_title)
    config.add_handler_words("evaluation.default", "评价期满", evaluation_title)
    config.add_handler_words("enrolment.publicity", "入驻公示期满")
    config.add_handler_words("letter.render", "生成中选通知书")
    config.add_handler_words("search.index", "更新搜索索引")
    config.add_metric("public_needs", "Published needs by state.", "state", public_needs)
