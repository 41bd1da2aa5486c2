"""Puts the feature into the application."""

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid_retry import mark_error_retryable
from sqlalchemy.orm import Session

from market.entries.blocks import flags_block, own_block
from market.entries.foresight import Unforeseen
from market.entries.judge import EntryJudge
from market.entries.receipt_pages import EntryFace, RefusedFace, WithdrawalFace
from market.entries.receipts import ENTRY, REFUSED, WITHDRAWAL
from market.entries.service import Arrival, EntryService
from market.hookspecs import MarketHooks
from market.qualifications import load_kinds
from tongban.receipts.wiring import receipt_book
from tongban.rules import REGISTRY_KEY

#: POSTs that are received by the moment: their requests get a ticket before they wait for a thread.
TICKETED = (
    r"/needs/(?P<subject>[^/]+)/entry(/withdraw)?",
    r"/api/v1/needs/(?P<subject>[^/]+)/entry/(quote|withdraw)",
)


def make_judge(session: Session, hooks: MarketHooks) -> EntryJudge:
    """The judge of entries; ``hooks``: what the plugins said beforehand (``market.entries.foresight``)."""
    return EntryJudge(session, load_kinds(), hooks)


def entry_service(request: Request, hooks: MarketHooks) -> EntryService:
    """The service on this request's unit of work."""
    registry = request.registry
    keys, book = registry["tongban.seal_keys"], receipt_book(registry)
    judge = make_judge(request.db, hooks)
    return EntryService(request.work, registry[REGISTRY_KEY], keys, judge, book)


def arrival_of(request: Request) -> Arrival:
    """When the request was received, and its ticket."""
    ticket = request.received.ticket
    return Arrival(request.received_at, ticket.id if ticket else None, ticket.digest if ticket else "")


def includeme(config: Configurator) -> None:
    """The entrant's pages, and tickets for what must be in time."""
    mark_error_retryable(Unforeseen)
    for pattern in TICKETED:
        config.add_ticketed_path(pattern)
    config.registry["market.need_blocks"] += [own_block, flags_block]
    config.add_receipt_face(ENTRY, EntryFace())
    config.add_receipt_face(WITHDRAWAL, WithdrawalFace())
    config.add_receipt_face(REFUSED, RefusedFace())
    config.add_route("entries.new", "/needs/{number}/entry")
    config.add_route("entries.show", "/entries/{number}")
    config.add_route("entries.withdraw", "/needs/{number}/entry/withdraw")
    config.scan("market.entries.views")
    config.scan("market.entries.api")
