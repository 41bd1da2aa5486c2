"""The accounts of a practice site: made-up people of made-up organisations, one for each part to play."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.accounts.models import Membership, Organisation, User
from tongban.accounts.organisations import Organisations
from tongban.accounts.people import People
from tongban.security import Actor, Grant, Role
from tongban.work import Work


@dataclass(frozen=True)
class PracticeAccount:
    """An account to practise with: the part it plays, how to sign in, and who that is."""

    role: str
    login: str
    password: str
    who: str


@cache
def _data() -> dict[str, Any]:
    path = files("tongban.accounts") / "data" / "practice.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def practice_password() -> str:
    """The password all practice accounts begin with; refused everywhere else."""
    return str(_data()["password"])


def practice_accounts() -> list[PracticeAccount]:
    """The practice accounts, in the order of a need's way from posting to rating."""
    orgs = _data()["organisations"]
    return [
        PracticeAccount(
            role=person["part"],
            login=person["login"],
            password=practice_password(),
            who=f"{person['name']} · {'、'.join(orgs[seat['org']]['name'] for seat in person['seats'])}",
        )
        for person in _data()["people"]
    ]


def practice_actor(session: Session, registry: Registry, login: str) -> Actor | None:
    """A practice person with what they hold in the first organisation they act for; None if there is none."""
    user = session.scalar(select(User).filter_by(login=login))
    if user is None:
        return None
    query = select(Membership).filter_by(user_id=user.id, revoked_at=None).order_by(Membership.id)
    seats = session.scalars(query).all()
    mine = [seat for seat in seats if seat.org_id == seats[0].org_id]
    return Actor(
        user_id=user.id,
        org_id=mine[0].org_id if mine else None,
        label=user.name,
        org_label=mine[0].org.name if mine else "",
        grants=frozenset(Grant(Role(seat.role), seat.region) for seat in mine),
        ancestors=registry["tongban.region_tree"].ancestors,
    )


def load_practice(work: Work, registry: Registry) -> str | None:
    """Bring organisations and people of the practice site into being; what exists already stays as it is.

    People hold their parts in the region of their organisation.
    """
    region = registry["tongban.site"].region
    organisations, people = Organisations(work), People(work)
    orgs = {
        key: _organisation(organisations, entry, entry.get("region", region))
        for key, entry in _data()["organisations"].items()
    }
    added = 0
    for entry in _data()["people"]:
        if work.session.scalar(select(User.id).where(User.login == entry["login"])) is not None:
            continue
        home = orgs[entry["seats"][0]["org"]].region
        user = people.add(
            entry["login"], entry["name"], practice_password(), home, phone=entry.get("phone"), practice=True
        )
        for seat in entry["seats"]:
            org = orgs[seat["org"]]
            for role in seat["roles"]:
                organisations.grant(user, org, Role(role), org.region)
        added += 1
    return None if not added else _listing()


def _organisation(organisations: Organisations, entry: dict[str, str], region: str) -> Organisation:
    return organisations.by_uscc(entry["uscc"]) or organisations.register(
        entry["kind"],
        entry["name"],
        region,
        uscc=entry["uscc"],
        legal_representative=entry["legal_representative"],
        phone=entry["phone"],
        address=entry["address"],
    )


def _listing() -> str:
    lines = [f"  {a.login:<12}{a.role}（{a.who}）" for a in practice_accounts()]
    return "\n".join([f"演练账号（密码均为 {practice_password()}）：", *lines])
