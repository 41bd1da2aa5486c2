"""What an entry is called where the method asks for a quote, and where it does not."""

from market.entries.lifecycle import ENTRY
from market.entries.models import Entry
from market.needs.models import Need
from market.selection import METHODS
from tongban.web.components import StateLabel


def quoting(need: Need) -> bool:
    """Whether an entry carries a quote."""
    return METHODS[need.method].asks_quote


def what_is_sent(need: Need) -> str:
    """报价 or 报名, for sentences that hold for both."""
    return "报价" if quoting(need) else "报名"


def state_label(entry: Entry) -> StateLabel:
    """The label of the entry's state."""
    if entry.state == "submitted" and not quoting(entry.need):
        return StateLabel("已报名", "wait")
    return StateLabel.of(ENTRY.states[entry.state])
