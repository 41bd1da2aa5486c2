"""The verbs of a person's account."""

import secrets
import string

from sqlalchemy import select

from tongban.accounts import reach, sessions
from tongban.accounts.lifecycle import ACCOUNT
from tongban.accounts.models import User
from tongban.accounts.passwords import check_password, hash_password, password_problem
from tongban.errors import InvalidField, NotAllowed
from tongban.security import Permission
from tongban.work import Work

#: Of one-time passwords: without characters that are mistaken for one another on paper.
_ALPHABET = "".join(sorted(set(string.ascii_lowercase + string.digits) - set("0o1l5s2z")))
_LENGTH = 12


def one_time_password() -> str:
    """A password to be handed over once, in three groups: ``abcd-efgh-jkmn``."""
    letters = [secrets.choice(_ALPHABET) for _ in range(_LENGTH)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, _LENGTH, 4))


class People:
    """Adding people, their passwords, disabling and enabling."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(
        self,
        login: str,
        name: str,
        password: str,
        region: str,
        *,
        phone: str | None = None,
        email: str | None = None,
        practice: bool = False,
        initial: bool = False,
    ) -> User:
        """A new person without any role. Raises InvalidField for a login in use or a bad password.

        ``practice`` takes the published password of practice accounts, which nobody else may choose;
        ``initial`` marks one that somebody else made up and hands over.
        """
        session, now = self._work.session, self._work.now
        if session.scalar(select(User.id).where(User.login == login)) is not None:
            raise InvalidField("login", "这个登录名已经有人使用，请换一个。")
        if not practice:
            _refuse_weak(password, login, name, phone)
        user = User(
            login=login,
            name=name,
            phone=phone,
            email=email,
            password_hash=hash_password(password),
            state=ACCOUNT.initial,
            region=region,
            created_at=now,
            password_changed_at=now,
            password_is_initial=initial,
        )
        self._work.add([user])
        self._work.record(user, "added", {}, {"login": login, "name": name, "phone": phone}, after=user.state)
        return user

    def change_password(self, user: User, old: str, new: str, keep: str | None) -> None:
        """The person's own change; every session but the one to keep ends. Raises InvalidField."""
        if not check_password(user.password_hash, old):
            raise InvalidField("old_password", "现在的密码不对。")
        if old == new:
            raise InvalidField("new_password", "新密码不能和现在的一样。")
        self._set(user, new, "password_changed", keep=keep, field="new_password")

    def reset_password(self, user: User, new: str) -> None:
        """Another person sets it; every session ends. Raises NotAllowed beyond the actor's reach."""
        if not self._work.actor.is_system:
            self._work.require(Permission.ADMIN_ACCOUNTS, user)
        if reach.beyond(self._work, user):
            raise NotAllowed("此人在您的管理范围以外还有身份，请由上级管理员重设密码。")
        self._set(user, new, "password_reset", initial=True)

    def disable(self, user: User, held: int) -> None:
        """Close the account; ``held`` is how much must still be handed over. Sessions end at once.

        Raises NotAllowed, WrongState, or GuardFailed with the reason.
        """
        # The organisations too: two administrators who disable each other must not both succeed.
        orgs = {m.org_id: m.org for m in reach.active_memberships(self._work.session, user.id)}
        self._work.lock(user, *orgs.values())
        ACCOUNT.fire(self._work, user, "disable", held=held)
        sessions.end_all(self._work.session, user.id)

    def enable(self, user: User) -> None:
        """Open the account again. Raises NotAllowed, WrongState or GuardFailed."""
        ACCOUNT.fire(self._work, user, "enable")

    def update(self, user: User, name: str, phone: str | None, email: str | None) -> None:
        """The person's own data."""
        self._work.lock(user)
        changed = {
            key: value
            for key, value in {"name": name, "phone": phone, "email": email}.items()
            if getattr(user, key) != value
        }
        for key, value in changed.items():
            setattr(user, key, value)
        if changed:
            self._work.record(user, "updated", {"fields": sorted(changed)}, changed)

    def _set(
        self,
        user: User,
        new: str,
        event: str,
        *,
        keep: str | None = None,
        field: str = "password",
        initial: bool = False,
    ) -> None:
        _refuse_weak(new, user.login, user.name, user.phone, field=field)
        self._work.lock(user)
        user.password_hash, user.password_changed_at = hash_password(new), self._work.now
        user.password_is_initial = initial
        sessions.end_all(self._work.session, user.id, keep)
        self._work.record(user, event)


def _refuse_weak(password: str, *personal: str | None, field: str = "password") -> None:
    problem = password_problem(password, *personal)
    if problem:
        raise InvalidField(field, problem)
