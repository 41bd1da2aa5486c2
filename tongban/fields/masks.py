"""Masks: how much of a number of a person other people see."""

import re


def mask_id(number: str) -> str:
    """An identity number with its first six and its last character: ``123456***********X``.

    Shorter text shows nothing at all, for who knows what was stored there.
    """
    if len(number) < 15:
        return "*" * len(number)
    return f"{number[:6]}{'*' * (len(number) - 7)}{number[-1]}"


def mask_phone(phone: str) -> str:
    """A stored phone with its beginning and its last four digits: ``138****0000``, ``010-****0000``."""
    if re.fullmatch("[0-9]{11}", phone):
        return f"{phone[:3]}****{phone[-4:]}"
    found = re.fullmatch("(0[0-9]{2,3}-)([0-9]{3,4})([0-9]{4})(-[0-9]+)?", phone)
    if found:
        return f"{found[1]}{'*' * len(found[2])}{found[3]}"
    return "*" * len(phone)
