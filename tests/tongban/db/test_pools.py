"""An application gives back every connection it opened, whichever of its pools holds it."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool
from webtest import TestApp

from tongban.app import main
from tongban.db.session import close_pools


def test_nothing_stays_open_after_an_application_that_read_wrote_and_ticketed(
    settings: dict[str, Any],
) -> None:
    still_open: set[int] = set()
    event.listen(Pool, "connect", opened := lambda raw, _record: still_open.add(id(raw)))
    event.listen(Pool, "close", closed := lambda raw, _record: still_open.discard(id(raw)))
    try:
        application = main({"__script__": "tests"}, **settings)
        client = TestApp(application)
        client.get("/needs")
        client.post("/needs/1/entry", {"csrf_token": "strange"}, status="*")  # gets a ticket
        with application.registry["tongban.sessions"].begin() as session:
            session.connection()
        assert still_open
        close_pools(application.registry)
        assert not still_open
    finally:
        event.remove(Pool, "connect", opened)
        event.remove(Pool, "close", closed)
