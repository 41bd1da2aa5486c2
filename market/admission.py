"""Whom a region admits to the market, asked when an organisation registers (domain rules §4)."""

from collections.abc import Mapping
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from tongban.accounts.sign_up import CHECKS
from tongban.errors import InvalidField


def check_kind(request: Request, values: Mapping[str, Any]) -> None:
    """Raises InvalidField for a kind of organisation that may not play the part in the region."""
    part, kind = values["part"], values["kind"]
    rules = request.rules_of(values["region"])
    if part == "owner" and kind == "person" and not rules.value("market.owner.allow_natural_person"):
        raise InvalidField("kind", "所在地区规定自然人不能作项目业主，请以单位名义注册。")
    if part == "intermediary" and kind == "person":
        raise InvalidField("kind", "自然人不能作为中介机构入驻，请以单位名义注册。")
    individual = part == "intermediary" and kind == "individual_business"
    if individual and not rules.value("market.intermediary.allow_individual_business"):
        raise InvalidField("kind", "所在地区规定个体工商户不能作为中介机构入驻。")


def includeme(config: Configurator) -> None:
    """Add the check to the registration of organisations."""
    config.registry.setdefault(CHECKS, []).append(check_kind)
