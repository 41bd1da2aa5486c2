"""The example of a program works against a running practice site, on both kinds of site."""

import subprocess
import sys
import time
from pathlib import Path

from tests.support.sites import Site

EXAMPLE = Path(__file__).parents[2] / "examples" / "need.py"
#: What the example promises.
SECONDS = 60


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-I", str(EXAMPLE), *arguments],
        capture_output=True,
        text=True,
        timeout=3 * SECONDS,
        check=False,
        env={"PYTHONUTF8": "1"},
    )


def test_both_methods_from_notice_to_rating_in_under_a_minute(site: Site) -> None:
    begun = time.monotonic()
    done = run("--url", site.url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert time.monotonic() - begun < SECONDS
    said = done.stdout
    assert said.count("需求现在的状态：已办结") == 2
    assert "见证人确定公开随机值" in said
    assert "重发一次仍是同一张" in said


def test_it_says_what_the_site_refused(site: Site) -> None:
    done = run("--url", f"{site.url}/nowhere")
    assert done.returncode == 1
    assert "没有办成：404" in done.stderr


def test_it_says_that_nobody_answers() -> None:
    done = run("--url", "http://127.0.0.1:9")
    assert done.returncode == 1
    assert "连不上" in done.stderr
