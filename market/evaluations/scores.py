"""The five dimensions of an evaluation (§2.9) and the stars they add up to; pure, in integers."""

from collections.abc import Mapping

DIMENSIONS: dict[str, str] = {
    "quality": "服务质量",
    "timeliness": "服务时效",
    "attitude": "服务态度",
    "charge": "收费",
    "conformity": "规范",
}

STAR_WORDS: dict[int, str] = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}


def stars(scores: Mapping[str, int]) -> int:
    """The mean of the five scores, rounded half up, from 1 to 5. Raises KeyError when one is missing."""
    total = sum(int(scores[name]) for name in DIMENSIONS)
    count = len(DIMENSIONS)
    return (2 * total + count) // (2 * count)
