"""The loop around the runner: a process of its own, or a thread inside the web process."""

import logging
import threading

from tongban.outbox.runner import Runner

log = logging.getLogger(__name__)

#: Seconds between two rounds when nothing was due.
IDLE_S = 0.5


class Worker:
    """Runs rounds until it is stopped; an error of one round never ends the loop."""

    def __init__(self, runner: Runner, idle_s: float = IDLE_S) -> None:
        self._runner = runner
        self._idle_s = idle_s
        self._stop = threading.Event()

    def run(self) -> None:
        """Run until ``stop`` is called."""
        while not self._stop.is_set():
            try:
                done = self._runner.run_once()
            except Exception:
                log.exception("worker round failed")
                done = 0
            if not done:
                self._stop.wait(self._idle_s)

    def stop(self) -> None:
        """Ask the loop to end after the present round."""
        self._stop.set()

    def start_thread(self) -> threading.Thread:
        """Run inside this process, as a daemon thread."""
        thread = threading.Thread(target=self.run, name="tongban-worker", daemon=True)
        thread.start()
        return thread
