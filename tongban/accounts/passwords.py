"""Passwords: Argon2id, with rules that a person can read."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

#: RFC 9106's second recommended option scaled to a small county server: 19 MiB, two passes.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

MIN_LENGTH = 10
MAX_LENGTH = 128
#: What everybody tries first; longer lists belong to the throttle.
COMMON = frozenset(
    {
        "1234567890",
        "0123456789",
        "password123",
        "qwertyuiop",
        "1qaz2wsx3edc",
        "abc1234567",
        "woaini1314",
        "admin12345",
        # published with every copy of the software, for practice accounts
        "lianxi-2026",
    }
)


def hash_password(password: str) -> str:
    """The Argon2id hash of a password."""
    return HASHER.hash(password)


def check_password(stored: str | None, password: str) -> bool:
    """Whether the password fits; an unknown login (``stored`` None) takes as long as a wrong password."""
    try:
        return HASHER.verify(stored or _dummy(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def password_problem(password: str, *personal: str | None) -> str | None:
    """Why a new password is refused, in words for the field, or None. ``personal``: login, phone, name."""
    if len(password) < MIN_LENGTH:
        return f"密码至少 {MIN_LENGTH} 个字符，您输入了 {len(password)} 个。"
    if len(password) > MAX_LENGTH:
        return f"密码最多 {MAX_LENGTH} 个字符。"
    lowered = password.lower()
    if lowered in COMMON or len(set(password)) < 4:
        return "这个密码太常见，请换一个。"
    if any(part and len(part) >= 4 and part.lower() in lowered for part in personal):
        return "密码不能包含您的登录名、姓名或手机号。"
    return None


@cache
def _dummy() -> str:
    return HASHER.hash("nobody's password")
