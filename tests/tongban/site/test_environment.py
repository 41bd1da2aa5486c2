"""Settings that come from the environment."""

import pytest

from tongban.site.environment import from_environment

ENVIRON = {"NAME": "value", "EMPTY": "", "BRACES": "${NAME}"}


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("plain", "plain"),
        ("${NAME}", "value"),
        ("a/${NAME}/b/${NAME}", "a/value/b/value"),
        ("${MISSING:-otherwise}", "otherwise"),
        ("${MISSING:-}", ""),
        ("${NAME:-otherwise}", "value"),
        ("${EMPTY:-otherwise}", ""),
        # What a variable holds is a value, never read again: passwords may contain anything.
        ("${BRACES}", "${NAME}"),
        ("$NAME and 100%", "$NAME and 100%"),
    ],
)
def test_variables_are_replaced(setting: str, value: str) -> None:
    assert from_environment({"key": setting}, ENVIRON) == {"key": value}


def test_other_values_stay_as_they_are() -> None:
    assert from_environment({"number": 5, "flag": True, "nothing": None}, ENVIRON) == {
        "number": 5,
        "flag": True,
        "nothing": None,
    }


def test_a_variable_that_is_not_set_is_named() -> None:
    with pytest.raises(LookupError, match="MISSING"):
        from_environment({"key": "${MISSING}"}, ENVIRON)
