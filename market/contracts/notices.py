"""What the two sides of a contract are told."""

from market.contracts.models import Contract
from tongban.notices.service import notify_org
from tongban.work import Work


def url_of(contract: Contract) -> str:
    """The page of a contract, for its two sides."""
    return f"/contracts/{contract.number}"


def tell_other_side(work: Work, contract: Contract, org_id: int) -> None:
    """Tell the side whose turn it is."""
    returned = contract.state == "returned"
    title = "合同被退回" if returned else "合同待确认"
    body = f"退回原因：{contract.reason}" if returned else "对方已上传签订的合同，请核对后确认。"
    event = f"{contract.state}-{contract.version}"
    notify_org(
        work, contract, event, org_id, title, f"“{contract.award.need.title}”：{body}", url_of(contract)
    )


def tell_owner(work: Work, contract: Contract, event: str, title: str, body: str) -> None:
    """Tell the owner."""
    _tell(work, contract, event, contract.owner_org_id, title, body)


def tell_firm(work: Work, contract: Contract, event: str, title: str, body: str) -> None:
    """Tell the intermediary."""
    _tell(work, contract, event, contract.org_id, title, body)


def _tell(work: Work, contract: Contract, event: str, org_id: int, title: str, body: str) -> None:
    text = f"“{contract.award.need.title}”：{body}"
    notify_org(work, contract, event, org_id, title, text, url_of(contract))
