"""The verbs of an organisation and of memberships in it."""

from sqlalchemy import select

from tongban.accounts import reach
from tongban.accounts.models import Membership, Organisation, User
from tongban.accounts.sole import sole_admin_of
from tongban.errors import InvalidField, NotAllowed
from tongban.lifecycle import GuardFailed
from tongban.security import Permission, Role
from tongban.work import Work

KINDS: dict[str, str] = {
    "enterprise": "企业",
    "individual_business": "个体工商户",
    "institution": "事业单位",
    "social": "社会组织",
    "agency": "机关单位",
    "person": "自然人",
}


class Organisations:
    """Registering organisations; granting and revoking roles in them."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def register(
        self,
        kind: str,
        name: str,
        region: str,
        *,
        uscc: str | None,
        legal_representative: str | None = None,
        phone: str | None = None,
        address: str | None = None,
    ) -> Organisation:
        """A new organisation. Raises InvalidField when its credit code is missing or registered already."""
        if uscc is None and kind != "person":
            raise InvalidField("uscc", "请填写统一社会信用代码。")
        if uscc is not None and self.by_uscc(uscc) is not None:
            raise InvalidField("uscc", "这个统一社会信用代码已经登记。请向本单位管理员要账号，不必重新注册。")
        org = Organisation(
            kind=kind,
            name=name,
            uscc=uscc,
            legal_representative=legal_representative,
            region=region,
            phone=phone,
            address=address,
            created_at=self._work.now,
        )
        self._work.add([org])
        private = {"legal_representative": legal_representative, "phone": phone, "address": address}
        self._work.record(org, "registered", {"kind": kind, "name": name, "uscc": uscc}, private)
        return org

    def by_uscc(self, uscc: str) -> Organisation | None:
        """The organisation with a credit code."""
        return self._work.session.scalar(select(Organisation).where(Organisation.uscc == uscc))

    def grant(self, user: User, org: Organisation, role: Role, region: str) -> Membership:
        """Give a role; doing so twice changes nothing. Raises NotAllowed beyond the actor's rights."""
        self._require(org, role, region)
        self._work.lock(user)
        key = {"user_id": user.id, "org_id": org.id, "role": role, "region": region}
        membership = self._work.session.scalar(select(Membership).filter_by(**key))
        if membership is None:
            membership = Membership(**key, granted_at=self._work.now)
            self._work.add([membership])
        elif membership.revoked_at is not None:
            membership.revoked_at, membership.granted_at = None, self._work.now
        else:
            return membership
        self._work.record(user, "role_granted", {"org_id": org.id, "role": role, "region": region})
        return membership

    def revoke(self, membership: Membership) -> None:
        """Take a role away. Raises NotAllowed, or GuardFailed for the last administrator."""
        user = membership.user
        self._require(membership.org, Role(membership.role), membership.region)
        # The organisation too: two administrators who remove each other must not both succeed.
        self._work.lock(user, membership.org)
        self._work.session.refresh(membership)
        if membership.revoked_at is not None:
            return
        if membership.id in {sole.id for sole in sole_admin_of(self._work.session, user)}:
            raise GuardFailed(f"{user.name}是{membership.org.name}仅有的管理员，请先指定接替的人。")
        membership.revoked_at = self._work.now
        facts = {"org_id": membership.org_id, "role": membership.role, "region": membership.region}
        self._work.record(user, "role_revoked", facts)

    def _require(self, org: Organisation, role: Role, region: str) -> None:
        actor = self._work.actor
        if reach.may_give(actor, role, region):
            return
        within = role in own_roles(actor.roles) and region == org.region
        if not within:
            raise NotAllowed("您不能授予或收回这个身份。")
        self._work.require(Permission.ORG_MEMBERS, org)


def own_roles(held: frozenset[Role]) -> tuple[Role, ...]:
    """The roles that someone who administers an organisation gives within it."""
    given: list[Role] = []
    if Role.OWNER_ADMIN in held:
        given += [Role.OWNER_DELEGATE, Role.OWNER_ADMIN]
    if Role.INTERMEDIARY in held:
        given.append(Role.INTERMEDIARY)
    return tuple(given)
