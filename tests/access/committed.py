"""What reached the database: the tables written by transactions that were committed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)

#: Written also when nothing comes of a request: the last use of a session, what arrived when, failed
#: sign-ins, where a form led.
ALWAYS = frozenset({"web_session", "arrival_process", "arrival_ticket", "sign_in_attempt", "sent_form"})


class Committed:
    """Listens to an engine; savepoints that were rolled back do not count."""

    def __init__(self, engine: Engine) -> None:
        self._pending: dict[int, list[str]] = {}
        self._marks: dict[int, list[int]] = {}
        self.tables: list[str] = []
        listen = event.listen
        listen(engine, "before_cursor_execute", self._execute)
        listen(engine, "savepoint", self._savepoint)
        listen(engine, "rollback_savepoint", self._rollback_savepoint)
        listen(engine, "release_savepoint", lambda c, _name, _context: self._marks[id(c)].pop())
        listen(engine, "commit", self._commit)
        listen(engine, "rollback", lambda c: self._pending.pop(id(c), None))

    @contextmanager
    def only(self, allowed: frozenset[str] = ALWAYS) -> Iterator[None]:
        """Nothing but the allowed tables is written within."""
        with self.listed() as tables:
            yield
        assert set(tables) <= allowed, f"written: {sorted(set(tables) - allowed)}"

    @contextmanager
    def listed(self) -> Iterator[list[str]]:
        """The tables written within."""
        start, found = len(self.tables), list[str]()
        yield found
        found += self.tables[start:]

    def _execute(self, c: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if found := _WRITES.match(statement):
            self._pending.setdefault(id(c), []).append(found[1])

    def _savepoint(self, c: Connection, _name: str) -> None:
        self._marks.setdefault(id(c), []).append(len(self._pending.get(id(c), [])))

    def _rollback_savepoint(self, c: Connection, _name: str, _context: Any) -> None:
        mark = self._marks[id(c)].pop()
        del self._pending.setdefault(id(c), [])[mark:]

    def _commit(self, c: Connection) -> None:
        self.tables += self._pending.pop(id(c), [])
