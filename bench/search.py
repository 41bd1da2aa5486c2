"""How fast search is on a made-up county: ``python bench/search.py [--documents N] [--postgres URL]``.

Without a URL it measures Whoosh in a temporary folder. Prints one JSON object: milliseconds by kind of
question, processor time for Whoosh, so that a busy machine changes little, wall time for PostgreSQL.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from search_index.backend import Backend, Wanted
from search_index.documents import SearchDocument, Visibility
from search_index.entries import Entry, make_entry
from search_index.models import StoredDocument
from search_index.postgres import PostgresBackend
from search_index.query import parse_query
from search_index.visibility import Viewer
from search_index.whoosh_store import WhooshBackend
from search_index.words import Words

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
FIELD = [
    "环评",
    "报告表",
    "报告书",
    "施工图",
    "审查",
    "测绘",
    "造价",
    "咨询",
    "水土保持",
    "方案",
    "节能",
    "消防",
]
FIELD += [
    "检测",
    "勘察",
    "工业园",
    "项目",
    "有限公司",
    "中介",
    "服务",
    "标准厂房",
    "污水处理",
    "道路",
    "改造",
]
ASKED = 150


class County:
    """Documents of common words, the field's own among them; the same for every run."""

    def __init__(self, number: int) -> None:
        self._dice = random.Random(20_000)  # noqa: S311 - made-up texts
        import jieba  # noqa: PLC0415 - its dictionary is the source of common words

        jieba.initialize()
        known = sorted(jieba.dt.FREQ.items(), key=lambda item: -item[1])
        common = [word for word, _ in known if all("\u4e00" <= char <= "\u9fff" for char in word)]
        self.words = common[:8000]
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(8000)))
        self.bodies = [self._text(110) for _ in range(number)]
        self._titles = [self._text(8) for _ in range(number)]

    def _text(self, length: int) -> list[str]:
        text = self._dice.choices(self.words, cum_weights=self._weights, k=length)
        for _ in range(length // 6):
            text[self._dice.randrange(length)] = self._dice.choice(FIELD)
        return text

    def keys(self) -> list[str]:
        """All keys."""
        return [f"need:{number}" for number in range(len(self.bodies))]

    def entries(self, keys: Collection[str]) -> Iterator[tuple[str, Entry | None]]:
        """All documents asked for."""
        for key in keys:
            yield key, self.entry(int(key.split(":")[1]))

    def entry(self, number: int, more: str = "") -> Entry:
        """One document."""
        county = f"4305{number % 12:02d}"
        document = SearchDocument(
            kind="need",
            id=number,
            title="".join(self._titles[number]) + more,
            body="，".join("".join(self.bodies[number][i : i + 11]) for i in range(0, 110, 11)),
            number=f"{county}-2026-{number:05d}",
            region=county,
            region_chain=("000000", "430000", "430500", county),
            visibility=Visibility.PUBLIC,
            url=f"/needs/{number}",
            updated_at=NOW - timedelta(minutes=number),
            public_from=NOW - timedelta(minutes=number),
        )
        return make_entry(document, ("湖南省", "邵阳市"))


def questions(county: County) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """What people ask, by kind."""
    dice = random.Random(7)  # noqa: S311 - made-up questions

    def words(count: int) -> str:
        return " ".join(
            dice.choice(FIELD) if dice.random() < 0.5 else dice.choice(county.words) for _ in range(count)
        )

    def phrase() -> str:
        body = dice.choice(county.bodies)
        start = dice.randrange(9) * 11
        return f'"{"".join(body[start : start + 3])}"'

    return {
        "one word": [(words(1), {}) for _ in range(ASKED)],
        "two words": [(words(2), {}) for _ in range(ASKED)],
        "phrase": [(phrase(), {}) for _ in range(ASKED)],
        "one character": [(dice.choice("环评图水的市"), {}) for _ in range(ASKED // 5)],
        "number": [(f"430500-2026-{dice.randrange(0, 20_000, 12):05d}", {}) for _ in range(ASKED)],
        "word in a place": [(words(1), {"region": f"4305{dice.randrange(12):02d}"}) for _ in range(ASKED)],
        "nothing, newest": [("", {}) for _ in range(ASKED // 5)],
    }


def measure(clock: Callable[[], float], actions: Sequence[Callable[[], Any]]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    times = []
    for action in actions:
        begin = clock()
        action()
        times.append((clock() - begin) * 1000)
    times.sort()
    return {"p50": round(times[len(times) // 2], 1), "p95": round(times[int(len(times) * 0.95)], 1)}


def run(backend: Backend, county: County, session: Session, words: Words) -> dict[str, Any]:
    """Build, ask, change."""
    clock = time.process_time if backend.name == WhooshBackend.name else time.perf_counter
    begin = clock()
    backend.rebuild(county)
    seconds = clock() - begin
    results: dict[str, Any] = {"documents": len(county.bodies)}
    results["rebuild ms/document"] = round(seconds * 1000 / len(county.bodies), 2)

    def ask(text: str, narrowed: dict[str, Any]) -> None:
        backend.search(session, Wanted(parse_query(text, words), Viewer(now=NOW), **narrowed))

    ask("中介服务", {})
    for name, asked in questions(county).items():
        results[name] = measure(clock, [lambda q=question: ask(*q) for question in asked])  # type: ignore[misc]

    def change(numbers: Sequence[int], mark: str) -> None:
        with backend.writing([f"need:{number}" for number in numbers]) as writer:
            for number in numbers:
                writer.put(county.entry(number, mark))

    results["one update"] = measure(clock, [lambda n=n: change([n], "改") for n in range(40)])  # type: ignore[misc]
    results["100 updates in one batch"] = measure(clock, [lambda: change(range(100, 200), "再改")])
    return results


def measured(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """The figures of the back end asked for."""
    county, words = County(options.documents), Words(folder / "words")
    if not options.postgres:
        with Session() as session:
            return run(WhooshBackend(folder / "index"), county, session, words)
    engine = create_engine(options.postgres)
    StoredDocument.__table__.create(engine)  # type: ignore[attr-defined]
    with Session(engine) as session:
        return run(PostgresBackend(engine), county, session, words)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--postgres", help="postgresql+psycopg://… of an empty database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        answer = measured(options, Path(folder))
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
