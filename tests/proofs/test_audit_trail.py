"""``tongban audit verify`` on what a journey left, and on what somebody with the database did to it.

Each kind of tampering is done to a chain of its own in plain SQL and named by the real command; the damage
adds up, and what was named before is still named.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.proofs.sites import commands
from tests.proofs.stage import END, Stage
from tests.support.market import SECOND, at
from tests.support.sites import Site
from tests.support.templates import Templates
from tongban.db.engine import make_engines


class Ledger:
    """The database of a finished journey, as whoever holds its password sees it."""

    def __init__(self, site: Site, engine: Engine) -> None:
        self.site, self._engine = site, engine

    def sql(self, statement: str, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(text(statement), values)

    def chains(self, kind: str, longer_than: int = 3) -> list[int]:
        """The things of a kind whose chains have so many links, of the oldest the first."""
        query = "SELECT thing_id FROM audit_head WHERE thing_kind = :kind AND seq > :least ORDER BY thing_id"
        with self._engine.connect() as connection:
            return list(connection.scalars(text(query), {"kind": kind, "least": longer_than}))

    def forget_private(self, kind: str, thing: int) -> None:
        """Personal details stand beside events and would keep them from being deleted."""
        self.sql(
            "DELETE FROM audit_private WHERE event_id IN"
            " (SELECT id FROM audit_event WHERE thing_kind = :kind AND thing_id = :thing)",
            kind=kind,
            thing=thing,
        )

    def verify(self, *options: str) -> tuple[int, list[str]]:
        done = self.site.command("audit", "verify", *options)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout.splitlines()


@pytest.fixture(scope="module")
def ledger(templates: Templates) -> Iterator[Ledger]:
    """Two needs from notice to rating."""
    with templates.fresh("practice") as place:
        stage = Stage(place)
        firms = [stage.firm(f"甲乙丙丁第{n}咨询公司") for n in range(3)]
        numbers = [stage.posted(), stage.posted(title="另一项采购")]
        for number in numbers:
            for firm, yuan in zip(firms, ("9000.00", "9500.00", "9900.00"), strict=True):
                stage.quote(number, firm, yuan)
        stage.move_to(END + 8 * SECOND)
        stage.move_to(at(20, 9))
        for number in numbers:
            stage.finished(number, winner=firms[0])
        stage.close()
        engines = make_engines(place.url)
        yield Ledger(commands(place), engines.write)
        engines.dispose()


def test_what_a_journey_leaves_holds(ledger: Ledger) -> None:
    assert ledger.verify() == (0, ["操作记录完整，所有记录链与检查点相符。"])
    status, lines = ledger.verify("--json", "--region", "430582")
    body = json.loads("\n".join(lines))
    assert (status, body["ok"], body["first_bad"]) == (0, True, None)


def edited(ledger: Ledger) -> tuple[str, int]:
    """A date is moved."""
    thing = ledger.chains("need")[0]
    at_ = "UPDATE audit_event SET event = 'edit' WHERE thing_kind = 'need' AND thing_id = :t AND seq = 2"
    ledger.sql(at_, t=thing)
    return f"need/{thing}", 2


def deleted(ledger: Ledger) -> tuple[str, int]:
    """A link in the middle is gone."""
    thing = ledger.chains("need")[1]
    ledger.forget_private("need", thing)
    ledger.sql("DELETE FROM audit_event WHERE thing_kind = 'need' AND thing_id = :t AND seq = 3", t=thing)
    return f"need/{thing}", 3


def reordered(ledger: Ledger) -> tuple[str, int]:
    """Two links change places."""
    thing = ledger.chains("entry", 2)[0]
    swap = "UPDATE audit_event SET seq = :to WHERE thing_kind = 'entry' AND thing_id = :t AND seq = :of"
    for old, new in ((2, 900), (3, 2), (900, 3)):
        ledger.sql(swap, t=thing, of=old, to=new)
    return f"entry/{thing}", 2


def truncated(ledger: Ledger) -> tuple[str, int]:
    """The last link is gone, and the head says that it never was."""
    thing = ledger.chains("entry", 2)[1]
    last = "(SELECT max(seq) FROM audit_event WHERE thing_kind = 'entry' AND thing_id = :t)"
    with ledger._engine.connect() as connection:
        seq = connection.scalar(text(f"SELECT {last}"), {"t": thing})
    ledger.forget_private("entry", thing)
    ledger.sql(
        f"DELETE FROM audit_event WHERE thing_kind = 'entry' AND thing_id = :t AND seq = {seq}", t=thing
    )
    ledger.sql(
        "UPDATE audit_head SET seq = seq - 1, hash = (SELECT hash FROM audit_event e WHERE e.thing_kind ="
        " 'entry' AND e.thing_id = :t AND e.seq = audit_head.seq - 1)"
        " WHERE thing_kind = 'entry' AND thing_id = :t",
        t=thing,
    )
    return f"entry/{thing}", int(seq)


def removed(ledger: Ledger) -> tuple[str, None]:
    """A whole chain is gone, head and all."""
    thing = ledger.chains("award", 1)[0]
    wipe(ledger, "award", thing)
    return f"award/{thing}", None


def wipe(ledger: Ledger, kind: str, thing: int) -> None:
    ledger.forget_private(kind, thing)
    for table in ("audit_event", "audit_head"):
        ledger.sql(f"DELETE FROM {table} WHERE thing_kind = :k AND thing_id = :t", k=kind, t=thing)


Tampering = Callable[[Ledger], tuple[str, int | None]]
KINDS: dict[str, Tampering] = {
    "edited": edited,
    "deleted": deleted,
    "reordered": reordered,
    "truncated": truncated,
    "removed": removed,
}


def test_every_kind_of_tampering_is_named(ledger: Ledger, tmp_path: Path) -> None:
    copy = tmp_path / "checkpoint.json"
    assert ledger.site.command("audit", "checkpoint", str(copy)).returncode == 0
    assert ledger.verify("--checkpoint", str(copy))[0] == 0
    named: list[str] = []
    for kind, tamper in KINDS.items():
        chain, seq = tamper(ledger)
        named.append(f"{chain} 第 {seq or '-'} 条 [{kind}]")
        status, lines = ledger.verify()
        assert status == 1
        for name in named:
            assert any(line.startswith(name) for line in lines), (name, lines)
    status, lines = ledger.verify("--json")
    assert (status, json.loads("\n".join(lines))["ok"]) == (1, False)


def test_what_went_with_all_checkpoints_an_outsiders_copy_still_names(ledger: Ledger, tmp_path: Path) -> None:
    copy = tmp_path / "checkpoint.json"
    assert ledger.site.command("audit", "checkpoint", str(copy)).returncode == 0
    thing = ledger.chains("award", 1)[-1]
    wipe(ledger, "award", thing)
    ledger.sql("DELETE FROM audit_checkpoint")
    assert not any(f"award/{thing} " in line for line in ledger.verify()[1])
    status, lines = ledger.verify("--checkpoint", str(copy))
    assert status == 1
    assert any(line.startswith(f"award/{thing} 第 - 条 [removed]") for line in lines)


def test_a_copy_that_this_site_did_not_sign_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    copy = tmp_path / "checkpoint.json"
    assert ledger.site.command("audit", "checkpoint", str(copy)).returncode == 0
    body = json.loads(copy.read_text())
    copy.write_text(json.dumps(body | {"heads": body["heads"][1:]}))
    done = ledger.site.command("audit", "verify", "--checkpoint", str(copy))
    assert done.returncode == 2
    assert "签名" in done.stderr
