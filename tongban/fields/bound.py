"""What a schema is bound to: ``schema.bind(now=clock.now())``. Types never look at a clock themselves."""

from datetime import date, datetime
from typing import Any

from tongban.clock import local


def now_of(bindings: dict[str, Any]) -> datetime:
    """The bound moment (aware). Raises KeyError when the schema was bound without ``now``."""
    now: datetime = bindings["now"]
    return now


def today_of(bindings: dict[str, Any]) -> date:
    """The bound ``today``, else the local date of the bound ``now``. Raises KeyError without either."""
    today: date | None = bindings.get("today")
    return today or local(now_of(bindings)).date()
