"""Calls that must come back in time: a plugin's code is given a limit, and given up when it outlasts it."""

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class TooSlow(Exception):
    """The call did not come back in time; its thread is left behind."""


def run_within(seconds: float, call: Callable[[], T]) -> T:
    """The result of a call, or its exception. Raises TooSlow after ``seconds``.

    Python cannot stop a thread, so it goes on as a daemon that no longer matters to anyone; the caller
    counts such threads.
    """
    box: queue.SimpleQueue[tuple[bool, T | BaseException]] = queue.SimpleQueue()

    def run() -> None:
        try:
            box.put((True, call()))
        except Exception as error:
            box.put((False, error))

    threading.Thread(target=run, daemon=True, name="plugin-hook").start()
    try:
        worked, result = box.get(timeout=seconds)
    except queue.Empty:
        raise TooSlow from None
    if worked:
        return result  # type: ignore[return-value]
    assert isinstance(result, BaseException)
    raise result
