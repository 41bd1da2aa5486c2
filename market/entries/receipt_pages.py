"""What the pages of an entrant's receipts say, and to whom."""

from typing import Any

from pyramid.request import Request

from market.entries.models import Entry, Quote, RefusedEntry
from market.entries.sealed import OpenedQuote, canonical_entry, open_quote
from market.needs.models import Need
from tongban.receipts.faces import ReceiptPage, digest_value
from tongban.receipts.models import Receipt
from tongban.sealing import SealError
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Action, Fact, Link
from tongban.web.filters import datetime_text

BOUND = "由报名内容和随机数算出，开启后任何人都能据此核对内容没有被换过。"
RANDOM = "由贵单位的浏览器产生，抽取时与其他单位的值一同决定次序；开启后在公布的名单里可以找到。"
SENT = "由整个提交加上随机数算出，与服务器的到达登记对应；不能从中推出报价。"


class _Quoted:
    """Receipts that belong to a quote; only its own organisation has them."""

    def may_read(self, request: Request, receipt: Receipt) -> bool:
        """Whoever may read the entry."""
        quote = request.db.get(Quote, receipt.subject_id)
        return quote is not None and permits(request.actor, Permission.MARKET_ENTRY_READ_OWN, quote.entry)

    def _opened(self, request: Request, quote: Quote) -> OpenedQuote | None:
        try:
            return open_quote(request.registry["tongban.seal_keys"], quote.entry, quote)
        except SealError:
            return None


class EntryFace(_Quoted):
    """An accepted entry: sealed, its commitment in the receipt."""

    def page(self, request: Request, receipt: Receipt) -> ReceiptPage:
        """The quote in clear, for the entrant alone."""
        quote = request.db.get_one(Quote, receipt.subject_id)
        need, opened = quote.entry.need, self._opened(request, quote)
        what = "报名" if opened is not None and opened.value_fen is None else "报价"
        when = datetime_text(quote.received_at, seconds=True)
        return ReceiptPage(
            title=f"{what}已收到",
            lead=need.title,
            word="已收到",
            lines=(
                f"{what}于 {when} 收到并密封，回执号 {receipt.number}。",
                "截止前任何人都看不到，贵单位可以修改或撤回。",
            ),
            facts=(Fact("采购编号", need.number), *_sent(quote, opened)),
            back=_to_need(request, need),
            actions=(_to_entry(request, quote.entry),),
            commitment_hint=BOUND,
            opening=opening_of(need, quote, opened) if opened else None,
        )


class WithdrawalFace(_Quoted):
    """A withdrawal: which commitment it voids."""

    def page(self, request: Request, receipt: Receipt) -> ReceiptPage:
        """What was withdrawn, and that one may come back before the end."""
        quote = request.db.get_one(Quote, receipt.subject_id)
        need = quote.entry.need
        when = datetime_text(receipt.received_at, seconds=True)
        return ReceiptPage(
            title="报名已撤回",
            lead=need.title,
            word="已撤回",
            lines=(
                f"撤回于 {when} 收到，回执号 {receipt.number}。第 {quote.seq} 次提交的内容作废。",
                "截止前可以重新报名。",
            ),
            facts=(Fact("采购编号", need.number), Fact("作废的提交", f"第 {quote.seq} 次")),
            back=_to_need(request, need),
            actions=(_to_entry(request, quote.entry),),
            tone="wait",
            commitment_term="作废的承诺值",
            commitment_hint="与当初报名回执上的承诺值相同。",
        )


class RefusedFace:
    """A refused entry: that it came, when, and why it was refused."""

    def may_read(self, request: Request, receipt: Receipt) -> bool:
        """The organisation that sent it."""
        return request.actor.org_id is not None and receipt.org_id == request.actor.org_id

    def page(self, request: Request, receipt: Receipt) -> ReceiptPage:
        """The reasons, line by line."""
        row = request.db.get_one(RefusedEntry, receipt.subject_id)
        need = request.db.get_one(Need, row.need_id)
        return ReceiptPage(
            title="这次提交没有被接受",
            lead=need.title,
            word="逾期" if row.reason_code == "late" else "不符合条件",
            lines=(
                *row.reason.splitlines(),
                "这张回执证明贵单位提交过以及何时被收到。有异议时，请凭回执号联系运营机构。提交的内容没有保存。",
            ),
            facts=(
                Fact("采购编号", need.number),
                Fact("报名截止", datetime_text(need.ends_at, seconds=True)),
            ),
            back=_to_need(request, need),
            tone="late",
            commitment_term="提交内容摘要",
            commitment_hint=SENT,
        )


def _sent(quote: Quote, opened: OpenedQuote | None) -> list[Fact]:
    """What was sent, for the entrant's own eyes."""
    facts = [Fact("第几次提交", f"第 {quote.seq} 次")]
    if opened is not None and opened.value_fen is not None:
        facts.insert(0, Fact("报价", money=opened.value_fen, words=True))
    elif opened is not None:
        facts.append(Fact("本单位的随机值", digest_value(opened.random), hint=RANDOM))
    return facts


def opening_of(need: Need, quote: Quote, opened: OpenedQuote) -> dict[str, Any]:
    """What the entrant's own copy carries: the entry, and the random value behind its commitment."""
    entry = canonical_entry(need.number, quote.entry.number, quote.seq, opened.value_fen, opened.random)
    return {"nonce": opened.nonce, "entry": entry}


def _to_need(request: Request, need: Need) -> Link:
    return Link("返回公告", request.route_path("needs.show", number=need.number))


def _to_entry(request: Request, entry: Entry) -> Action:
    return Action(
        "查看我的报名", request.route_path("entries.show", number=entry.number), "get", primary=False
    )
