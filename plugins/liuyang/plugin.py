"""What a rule file cannot say for 浏阳市. All of it is made up for practice: no document stands behind it."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import ClassVar

from market.hookspecs import EntryFacts, Refusal
from tongban.hookspecs import CodeAnswer, hookimpl
from tongban.rules import Answer

SIGN_WD = "market.contract.sign_wd"
#: However short the farther level's limit is: a contract takes a week.
LEAST_SIGN_WD = 5

#: Kinds of services by the beginning of their item code.
ENVIRONMENT = ("ZJ-HP-",)
DRAWINGS = ("ZJ-KS-",)


class CompaniesOnly:
    """Individual businesses are admitted in the county, yet not for every kind of service."""

    def __init__(self, *groups: str) -> None:
        self._groups = groups

    @hookimpl
    def market_entry_check(self, facts: EntryFacts) -> Refusal | None:
        """Refuse an individual business where the county wants a company."""
        if facts.organisation_kind == "individual_business" and facts.item_code.startswith(self._groups):
            return Refusal("liuyang.companies_only", "浏阳市规定，这类服务不接受个体工商户。")
        return None


class Liuyang(CompaniesOnly):
    """The plugin of 浏阳市. Its second implementation also keeps drawings to companies."""

    name = "浏阳市"
    version = "2.0"
    regions = ("430181",)
    api_version = 1
    impl_version = "2"
    #: What was published under the first one is judged by it to the end.
    earlier: ClassVar[Mapping[str, object]] = {"1": CompaniesOnly(*ENVIRONMENT)}
    rule_file = Path(str(files("plugins.liuyang"))) / "data" / "rules.toml"

    def __init__(self) -> None:
        super().__init__(*ENVIRONMENT, *DRAWINGS)

    @hookimpl
    def tongban_rule(self, key: str, region: str, given: Answer | None) -> CodeAnswer | None:
        """Sign within half the working days that the province gives, rounded up."""
        if key != SIGN_WD or given is None:
            return None
        return CodeAnswer(max(LEAST_SIGN_WD, (given.value + 1) // 2), impl_version="1", source="practice")
