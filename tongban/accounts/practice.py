"""The accounts of a practice site: made-up people of made-up organisations, one for each part to play."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyramid.registry import Registry
from sqlalchemy import select

from tongban.accounts.models import Organisation, User
from tongban.accounts.organisations import Organisations
from tongban.accounts.people import People
from tongban.security import Role
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


def load_practice(work: Work, registry: Registry) -> str | None:
    """Bring organisations and people of the practice site into being; what exists already stays as it is."""
    region = registry["tongban.site"].region
    organisations, people = Organisations(work), People(work)
    orgs = {
        key: _organisation(organisations, entry, region) for key, entry in _data()["organisations"].items()
    }
    added = 0
    for entry in _data()["people"]:
        if work.session.scalar(select(User.id).where(User.login == entry["login"])) is not None:
            continue
        user = people.add(entry["login"], entry["name"], practice_password(), region, practice=True)
        for seat in entry["seats"]:
            for role in seat["roles"]:
                organisations.grant(user, orgs[seat["org"]], Role(role), region)
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
