"""A practice site, its people, and what they see."""

from sqlalchemy import select
from webtest import TestResponse

from plugins.load import load_packs
from tests.access.practice import Person, PracticeSite
from tongban.accounts.models import Membership, User

HEAD = '[plugin]\nregion = "430582"\nname = "邵东市"\nsource = "practice"\n'
SERVICE = "ZJ-HP-02"


class Site(PracticeSite):
    """The site of the county, with rules of a test's own."""

    def start(self, rules: str = "") -> None:
        """Learn who is here, and what the county says otherwise."""
        with self.session() as session:
            for user in session.scalars(select(User)):
                seats = select(Membership.org_id).filter_by(user_id=user.id).order_by(Membership.id)
                self.people[user.login] = Person(user.id, session.scalar(seats.limit(1)))
        if rules:
            folder = self.place.data / "own-rules"
            folder.mkdir()
            (folder / "county.toml").write_text(HEAD + rules, encoding="utf-8")
            with self.session() as session:
                report = load_packs(session, self.registry["tongban.clock"].now(), [folder])
            assert not report.problems, report.problems

    def page(self, path: str, login: str | None = None, status: int = 200) -> TestResponse:
        """A page as somebody sees it; as a visitor without ``login``."""
        client = self.client(login) if login else self.visitor()
        return client.get(path, status=status)

    def main(self, path: str, login: str | None = None) -> str:
        """What the page itself says, without the frame around it."""
        return str(self.page(path, login).html.select_one("main").get_text(" ", strip=True))
