"""Puts the feature into the application."""

from pyramid.config import Configurator
from pyramid.registry import Registry
from sqlalchemy.orm import Session

from market.entries.blocks import flags_block, own_block
from market.entries.judge import EntryJudge
from market.hookspecs import REGISTRY_KEY, NoHooks
from market.qualifications import load_kinds

#: POSTs that are received by the moment: their requests get a ticket before they wait for a thread.
TICKETED = (r"/needs/(?P<subject>[^/]+)/entry(/withdraw)?",)


def make_judge(registry: Registry, session: Session) -> EntryJudge:
    """The judge of entries, with the hooks of this application."""
    return EntryJudge(session, load_kinds(), registry.get(REGISTRY_KEY) or NoHooks())


def includeme(config: Configurator) -> None:
    """The entrant's pages, and tickets for what must be in time."""
    for pattern in TICKETED:
        config.add_ticketed_path(pattern)
    config.registry["market.need_blocks"] += [own_block, flags_block]
    config.add_route("entries.new", "/needs/{number}/entry")
    config.add_route("entries.show", "/entries/{number}")
    config.add_route("entries.withdraw", "/needs/{number}/entry/withdraw")
    config.add_route("entries.receipt", "/receipts/{number}")
    config.scan("market.entries.views")
