"""After the opening everybody can see that what was frozen is what was opened, and nothing else."""

import hashlib
import struct
from typing import Any

import pytest
import rfc8785
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from market.catalogue.items import ServiceItem
from market.entries.models import Entry, Quote
from market.needs.models import Need
from market.opening.models import SelectionResult
from market.opening.proof import closed_entries, closing_proof, proof_problems, proof_words
from tests.support.market import SECOND, Market, at

END = at(10)


@pytest.fixture
def opened(market: Market, item: ServiceItem) -> Market:
    """Four registered, one withdrew, one quoted twice: three were opened."""
    need_id = market.publish(item, END)
    firms = [market.firm(item) for _ in range(4)]
    for firm, fen in zip(firms, (4_000_000, 3_000_000, 2_000_000, 1_000_000), strict=True):
        market.quote(need_id, firm, fen)
    market.quote(need_id, firms[0], 1_500_000)
    market.withdraw(need_id, firms[3])
    market.run_to(END + 6 * SECOND)
    return market


def proof(session: Session) -> dict[str, Any]:
    need = session.scalars(select(Need)).one()
    result = session.scalars(select(SelectionResult)).one()
    return closing_proof(need, result, closed_entries(session, need))


def test_the_published_list_agrees(opened: Market) -> None:
    with opened.db() as session:
        made = proof(session)
        assert proof_problems(made) == ()
        assert [(e["label"], e["seq"], e["value"]) for e in made["entries"]] == [
            ("报价人1", 2, 1_500_000),
            ("报价人2", 1, 3_000_000),
            ("报价人3", 1, 2_000_000),
        ]
        assert (len(made["leaves"]), len(made["padding"])) == (64, 61)
        assert "3 个是开启的报价，61 个是填充值" in proof_words(made)
        assert "某技术服务公司" not in str(made), "labels, not names"


def lp(*parts: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def test_an_outsider_comes_to_the_same_by_the_documents_alone(opened: Market) -> None:
    """Written from docs/sealing.md, with none of our functions."""
    with opened.db() as session:
        made = proof(session)
    leaves = set()
    for entry in made["entries"]:
        content = {"need": made["need"], **{key: entry[key] for key in ("entry", "seq", "value", "random")}}
        bound = lp(b"tongban-entry/1", bytes.fromhex(entry["nonce"]), rfc8785.dumps(content))
        assert hashlib.sha256(bound).hexdigest() == entry["commitment"]
        leaves.add(entry["commitment"])
    leaves |= {
        hashlib.sha256(lp(b"tongban-padding/1", bytes.fromhex(value))).hexdigest()
        for value in made["padding"]
    }
    assert leaves == set(made["leaves"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda made: made["entries"].pop(), "既未开封，也不是填充值"),
        (lambda made: made["entries"][0].update(value=1), "不在截止时的名单内"),
        (lambda made: made["entries"][0].update(random="0" * 64), "不在截止时的名单内"),
        (lambda made: made["padding"].pop(), "既未开封，也不是填充值"),
        (lambda made: made.update(root="0" * 64), "根值不符"),
        (lambda made: made["entries"][1].update(nonce=None), "报价人2的随机数没有公布"),
        (lambda made: made["leaves"].pop(), "格式不对"),
    ],
    ids=[
        "dropped entry",
        "other price",
        "other random value",
        "dropped padding",
        "other root",
        "no nonce",
        "dropped leaf",
    ],
)
def test_what_does_not_agree_is_named(opened: Market, change: Any, words: str) -> None:
    with opened.db() as session:
        made = proof(session)
    change(made)
    assert any(words in problem for problem in proof_problems(made))


def test_a_price_changed_in_the_database_afterwards_shows(opened: Market) -> None:
    with opened.db.begin() as session:
        session.execute(update(Entry).where(Entry.rank == 2).values(value_fen=1))
    with opened.db() as session:
        assert proof_problems(proof(session))


def test_nonces_are_sealed_until_the_opening(market: Market, item: ServiceItem) -> None:
    need_id = market.publish(item, END)
    for _ in range(3):
        market.quote(need_id, market.firm(item), 1_000_000)
    with market.db() as session:
        assert {quote.nonce for quote in session.scalars(select(Quote))} == {None}


def test_the_replaced_quote_stays_sealed(opened: Market) -> None:
    with opened.db() as session:
        nonces = {(q.entry.label, q.seq): q.nonce for q in session.scalars(select(Quote))}
        assert nonces[("报价人1", 1)] is None
        assert nonces[("报价人1", 2)] is not None
        assert nonces[(None, 1)] is None
