"""Only one step of practice time at a time in a process: two would run each other's timers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tongban.errors import DomainError

_LOCK = threading.Lock()


class AlreadyMoving(DomainError):
    """Somebody else is moving practice time at this moment."""

    code = "clock.moving"
    status = 409
    message = "有人正在调整演练时间，请稍后再试。"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the right to move practice time. Raises AlreadyMoving at once when somebody has it."""
    if not _LOCK.acquire(blocking=False):
        raise AlreadyMoving
    try:
        yield
    finally:
        _LOCK.release()
