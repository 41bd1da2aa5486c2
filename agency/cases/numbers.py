"""The query code of a case: with it and the number anybody whom the applicant trusts may follow the case."""

import secrets

#: Without letters and digits that are read for one another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8


def new_query_code() -> str:
    """Eight characters by chance: more than 850 thousand million possibilities."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
