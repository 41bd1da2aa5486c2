"""The practice accounts: valid made-up data, loaded once, in whatever region the site is."""

from sqlalchemy import select

from tests.tongban.accounts.helpers import person
from tongban.accounts.models import Membership, Organisation
from tongban.accounts.practice import load_practice, practice_accounts
from tongban.fields import organisation_code_warning, parse_uscc


def test_loading_again_changes_nothing(app, db, as_system):
    with db.begin() as session:
        before = len(session.scalars(select(Membership)).all())
        assert load_practice(as_system(session), app.app.registry) is None
        assert len(session.scalars(select(Membership)).all()) == before


def test_every_organisation_is_valid_and_recognisably_made_up(db, app):
    with db() as session:
        for org in session.scalars(select(Organisation)):
            assert parse_uscc(org.uscc) == org.uscc
            assert organisation_code_warning(org.uscc) is None
            assert org.uscc[2:8] == "990000"


def test_everybody_belongs_to_the_sites_region_but_three_of_a_second_county(db, app):
    own = app.app.registry["tongban.site"].region
    with db() as session:
        elsewhere = [org for org in session.scalars(select(Organisation)) if org.region != own]
        held = [seat for seat in session.scalars(select(Membership)) if seat.region != own]
        assert [org.region for org in elsewhere] == ["430181"] * 3
        assert {seat.org_id for seat in held} == {org.id for org in elsewhere}
        assert {seat.region for seat in held} == {"430181"}


def test_two_intermediaries_have_the_same_legal_representative_and_no_phone_is_shared(db, app):
    with db() as session:
        orgs = session.scalars(select(Organisation)).all()
    names = [org.legal_representative for org in orgs]
    assert len(names) - len(set(names)) == 1
    assert len({org.phone for org in orgs}) == len(orgs)


def test_one_person_acts_for_both_owners(db, app):
    with db() as session:
        held = session.scalars(select(Membership).filter_by(user_id=person(session, "both").id)).all()
        assert len({membership.org_id for membership in held}) == 2


def test_each_part_is_there():
    logins = {account.login for account in practice_accounts()}
    assert {"owner1", "owner2", "firm1", "firm2", "firm3", "firm4", "operator", "authority"} <= logins
    assert {"owner3", "firm5", "operator2"} <= logins
    assert {"centrehead", "agent", "agent2", "agent3"} <= logins
    assert {"supervisor", "regionadmin", "admin", "observer"} <= logins
