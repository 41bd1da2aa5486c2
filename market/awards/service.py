"""From a ranked entry to the award letter: public notice, confirmation, decline and reserves (§2.8)."""

from sqlalchemy import select

from market.awards.dues import CONFIRM_TIMER, CONTRACT_DUE, NOTICE_UNTIL
from market.awards.lifecycle import AWARD
from market.awards.models import Award
from market.awards.notices import tell_confirmed, tell_exhausted, tell_proposed
from market.credit.service import CreditService
from market.documents import next_document
from market.entries.eligibility import moments_of
from market.entries.judge import EntryJudge
from market.entries.lifecycle import ENTRY
from market.entries.models import Entry
from market.needs.lifecycle import NEED
from market.needs.models import Need
from market.needs.rules import NeedRules, rules_of
from market.selection import METHODS
from tongban.audit.checkpoints import CHECKPOINT
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.dues.recompute import Recompute
from tongban.dues.service import Dues, Limit
from tongban.numbering import next_number
from tongban.rules import RulesProvider
from tongban.work import Work

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
        self._dues = Dues(work, calendars)
        self._recompute = Recompute(work, provider, calendars)
        self._judge = judge

    def propose(self, need: Need, entry: Entry, rank: int) -> Award:
        """Put the candidate up for public notice; the period begins with the working day that follows."""
        rules = self._rules(need)
        end = self._notice_end(rules)
        award = Award(
            number=next_number(self._session, "ZX", need.region, local(self._work.now).year),
            need_id=need.id,
            entry_id=entry.id,
            region=need.region,
            owner_org_id=need.owner_org_id,
            org_id=entry.org_id,
            rank=rank,
            amount_fen=METHODS[need.method].award_amount(need.ceiling_fen, entry.value_fen),
            proposed_at=self._work.now,
            notice_number=next_document(self._session, rules, "result_notice", need.region, self._work.now),
            notice_until=end.at if end else self._work.now,
        )
        self._work.add([award])
        if end is not None:
            self._dues.keep(award, NOTICE_UNTIL.name, end)
        facts = {"need": need.number, "rank": rank, "until": local(award.notice_until).isoformat()}
        self._system.record(award, "propose", {**facts, "notice": award.notice_number})
        self._system.schedule(CONFIRM_TIMER, award, award.notice_until)
        self._index(need)
        self._checkpoint(award)
        tell_proposed(self._system, award)
        return award

    def confirm(self, award: Award) -> None:
        """The notice period is over: confirm, and issue the award letter.

        Does nothing when it is settled, or when a new calendar has moved the end of the period.
        """
        self._work.lock(award)
        self._recompute.one(NOTICE_UNTIL, award)
        if award.state != "proposed" or award.notice_until > self._work.now:
            return
        need, rules = award.need, self._rules(award.need)
        self._work.lock(need)
        AWARD.fire(self._system, award, "confirm")
        NEED.fire(self._system, need, "confirm")
        award.confirmed_at = self._work.now
        self._issue_letter(award, rules)
        tell_confirmed(self._system, award)
        self._index(need)
        self._checkpoint(award)

    def decline(self, award: Award, reason: str) -> Award | None:
        """The awardee gives up: credit is posted by the region's rule, the next valid reserve follows.

        Returns the award of the reserve, or None when nobody is left and the need has failed.
        """
        need, rules = award.need, self._rules(award.need)
        self._work.lock(award, award.entry, need)
        AWARD.fire(self._work, award, "decline", reason=reason)
        award.reason, award.declined_at = reason, self._work.now
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
        need.failed_number = next_document(self._session, rules, "failed_notice", need.region, self._work.now)
        NEED.fire(self._system, need, "fail", reason=need.failure, notice=need.failed_number)
        self._index(need)
        tell_exhausted(self._system, need)
        return None

    def _reserves(self, need: Need) -> list[Entry]:
        query = select(Entry).filter_by(need_id=need.id, state="reserve").order_by(Entry.rank)
        return list(self._session.scalars(query))

    def _issue_letter(self, award: Award, rules: NeedRules) -> None:
        now, days = self._work.now, int(rules.value("market.contract.sign_wd"))
        award.letter_number = next_document(self._session, rules, "award_letter", award.region, now)
        award.letter_at = now
        due = self._dues.after(rules, local(now).date(), days)
        award.contract_due = self._dues.keep(award, CONTRACT_DUE.name, due)
        AWARD.fire(self._system, award, "issue_letter", letter=award.letter_number)
        self._system.enqueue(LETTER, award)

    def _index(self, need: Need) -> None:
        self._system.enqueue("search.index", need, {"kind": "need", "id": need.id})

    def _rules(self, need: Need) -> NeedRules:
        return rules_of(self._session, self._provider, need, self._work.now)

    def _notice_end(self, rules: NeedRules) -> Limit | None:
        """The end of the notice period; None where the region has none: it is over at once."""
        days = int(rules.value("market.award.notice_wd"))
        return self._dues.after(rules, local(self._work.now).date(), days) if days else None

    def _checkpoint(self, award: Award) -> None:
        """What stands now is to be fixed outside this database's reach (design, idea 4)."""
        self._system.enqueue(CHECKPOINT, award, {"region": award.region, "why": "award"})
