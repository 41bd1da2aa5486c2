"""The register of this application: what each package declares, put together once."""

from agency.plan.rules import PARAMETERS as APPROVALS
from agency.rules import PARAMETERS as AGENCY
from market.rules import PARAMETERS as MARKET
from tongban.rules.core import PARAMETERS as CORE
from tongban.rules.parameters import Parameters

PARAMETERS = Parameters(CORE, MARKET, AGENCY, APPROVALS)
