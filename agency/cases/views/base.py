"""What the pages of a case share."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request

from agency.cases.find import find_case
from agency.cases.lifecycle import CASE
from agency.cases.models import Case
from agency.cases.rules import CaseRules, rules_of
from tongban.lifecycle import WrongState
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission

FORM = "agency:cases/templates/form.jinja2"


class CaseBase:
    """A page about one case."""

    def __init__(self, request: Request) -> None:
        self.request = request

    def case(self, permission: Permission, event: str = "") -> Case:
        """The case of the address, for who may do this to it.

        Raises NotFound, NotAllowed, or WrongState when ``event`` leads nowhere from where it stands.
        """
        case = find_case(self.request.db, self.request.matchdict["number"], self.request.actor)
        self.request.work.require(permission, case)
        if event and CASE.find(case.state, event) is None:
            raise WrongState(state=case.state, event=event)
        return case

    def rules(self, case: Case) -> CaseRules:
        """The rules the case runs by."""
        provider = self.request.registry[REGISTRY_KEY]
        return rules_of(self.request.db, provider, case, self.request.now)

    def to(self, case: Case, text: str, tone: str = "done") -> HTTPSeeOther:
        """Back to the page of the case, with what happened."""
        self.request.flash(text, tone)
        return HTTPSeeOther(self.request.route_path("cases.show", number=case.number))
