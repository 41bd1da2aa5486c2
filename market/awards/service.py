"""From a ranked entry to the award letter: public notice, confirmation, decline and reserves (§2.8)."""

from datetime import datetime

from sqlalchemy import select

from market.awards.lifecycle import AWARD
from market.awards.models import Award
from market.awards.notices import tell_confirmed, tell_exhausted, tell_proposed
from market.credit.service import CreditService
from market.entries.eligibility import moments_of
from market.entries.judge import EntryJudge
from market.entries.lifecycle import ENTRY
from market.entries.models import Entry
from market.needs.lifecycle import NEED
from market.needs.models import Need
from market.needs.rules import NeedRules, rules_of
from tongban.calendar import Calendar, CalendarService
from tongban.clock import local
from tongban.db.locking import lock_row
from tongban.numbering import next_number, next_sequence
from tongban.regions.service import chain
from tongban.rules import RulesProvider, document_number
from tongban.work import Work

CONFIRM_TIMER = "award.confirm"
LETTER = "letter.render"


class AwardService:
    """What happens to the chosen one, by rule or by its own act."""

    def __init__(
        self, work: Work, provider: RulesProvider, calendars: CalendarService, judge: EntryJudge
    ) -> None:
        self._work = work
        self._system = work.as_system()
        self._session = work.session
        self._provider = provider
        self._calendars = calendars
        self._judge = judge

    def propose(self, need: Need, entry: Entry, rank: int) -> Award:
        """Put the candidate up for public notice; the period begins with the working day that follows."""
        rules = self._rules(need)
        award = Award(
            number=next_number(self._session, "ZX", need.region, local(self._work.now).year),
            need_id=need.id,
            entry_id=entry.id,
            region=need.region,
            owner_org_id=need.owner_org_id,
            org_id=entry.org_id,
            rank=rank,
            amount_fen=entry.value_fen or 0,
            proposed_at=self._work.now,
            notice_until=self._after(need.region, rules, int(rules.value("market.award.notice_wd"))),
        )
        self._work.add([award])
        self._system.record(award, "propose", {"need": need.number, "rank": rank, "until": _iso(award)})
        self._system.schedule(CONFIRM_TIMER, award, award.notice_until)
        self._index(need)
        tell_proposed(self._system, award)
        return award

    def confirm(self, award: Award) -> None:
        """The notice period is over: confirm, and issue the award letter. Does nothing when it is settled."""
        lock_row(self._session, award)
        if award.state != "proposed":
            return
        need, rules = award.need, self._rules(award.need)
        self._work.lock(need)
        AWARD.fire(self._system, award, "confirm")
        NEED.fire(self._system, need, "confirm")
        award.confirmed_at = self._work.now
        self._issue_letter(award, rules)
        tell_confirmed(self._system, award)
        self._index(need)

    def decline(self, award: Award, reason: str) -> Award | None:
        """The awardee gives up: credit is posted by the region's rule, the next valid reserve follows.

        Returns the award of the reserve, or None when nobody is left and the need has failed.
        """
        need, rules = award.need, self._rules(award.need)
        self._work.lock(award, award.entry, need)
        AWARD.fire(self._work, award, "decline", reason=reason)
        award.reason = reason
        ENTRY.fire(self._work, award.entry, "decline")
        self._system.cancel(CONFIRM_TIMER, award)
        CreditService(self._system).declined(award, int(rules.value("market.award.decline_points")))
        return self._promote(need, rules)

    def settle_reserves(self, need: Need) -> None:
        """The contract is in force: those who waited in reserve are told that it is over."""
        for entry in self._reserves(need):
            ENTRY.fire(self._system, entry, "lose")

    def _promote(self, need: Need, rules: NeedRules) -> Award | None:
        for entry in self._reserves(need):
            moments = moments_of(self._work.now, self._work.now, None)
            found = self._judge.refusals(need, entry.org_id, moments, rules)
            if found:
                entry.reason_code, entry.reason = found[0].code, found[0].text
                ENTRY.fire(self._system, entry, "exclude", reason=found[0].code)
                continue
            ENTRY.fire(self._system, entry, "win", rank=entry.rank)
            NEED.fire(self._system, need, "next_candidate", rank=entry.rank)
            return self.propose(need, entry, entry.rank or 0)
        need.failure, need.finished_at = "all_declined", self._work.now
        NEED.fire(self._system, need, "fail", reason=need.failure)
        self._index(need)
        tell_exhausted(self._system, need)
        return None

    def _reserves(self, need: Need) -> list[Entry]:
        query = select(Entry).filter_by(need_id=need.id, state="reserve").order_by(Entry.rank)
        return list(self._session.scalars(query))

    def _issue_letter(self, award: Award, rules: NeedRules) -> None:
        today = local(self._work.now).date()
        seq = next_sequence(self._session, "TZ", award.region, today.year)
        pattern = str(rules.value("docs.number.award_letter"))
        award.letter_number = document_number(pattern, region=award.region, on=today, seq=seq)
        award.letter_at = self._work.now
        award.contract_due = self._after(award.region, rules, int(rules.value("market.contract.sign_wd")))
        AWARD.fire(self._system, award, "issue_letter", letter=award.letter_number)
        self._system.enqueue(LETTER, award)

    def _index(self, need: Need) -> None:
        self._system.enqueue("search.index", need, {"kind": "need", "id": need.id})

    def _rules(self, need: Need) -> NeedRules:
        return rules_of(self._session, self._provider, need, self._work.now)

    def _after(self, region: str, rules: NeedRules, days: int) -> datetime:
        """The end of business on the n-th working day from today; zero days is this very moment."""
        if days == 0:
            return self._work.now
        calendar: Calendar = self._calendars.for_region([r.code for r in chain(self._session, region)])
        due = calendar.add_working_days(local(self._work.now).date(), days)
        return calendar.deadline_instant(due.date, str(rules.value("clock.day_end")))


def _iso(award: Award) -> str:
    return local(award.notice_until).isoformat()
