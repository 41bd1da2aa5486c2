"""Puts the feature into the application."""

from pyramid.config import Configurator
from pyramid_retry import mark_error_retryable
from sqlalchemy.orm import Session

from market.entries.blocks import flags_block, own_block
from market.entries.foresight import Unforeseen
from market.entries.judge import EntryJudge
from market.entries.receipt_pages import EntryFace, RefusedFace, WithdrawalFace
from market.entries.receipts import ENTRY, REFUSED, WITHDRAWAL
from market.hookspecs import MarketHooks
from market.qualifications import load_kinds

#: POSTs that are received by the moment: their requests get a ticket before they wait for a thread.
TICKETED = (r"/needs/(?P<subject>[^/]+)/entry(/withdraw)?",)


def make_judge(session: Session, hooks: MarketHooks) -> EntryJudge:
    """The judge of entries; ``hooks``: what the plugins said beforehand (``market.entries.foresight``)."""
    return EntryJudge(session, load_kinds(), hooks)


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
