"""Other processes on a draw: ``python -m tests.market.opening.processes JOB URL FOLDER NOW NEED …``.

Each says that it is ready, waits for a line, and then acts once.
"""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from market.entries.judge import EntryJudge
from market.hookspecs import NoHooks
from market.needs.models import Need
from market.opening.drawing import AlreadyFixed, BeaconService, DrawService
from market.qualifications import load_kinds
from tests.support.market import REGION, Party
from tests.support.rules import rules_with
from tongban.db.engine import make_engines
from tongban.db.models import import_all
from tongban.rules import FixedRules
from tongban.sealing import SealKeys
from tongban.security import SYSTEM, Role
from tongban.work import Work

ROOT = Path(__file__).parents[3]


def start(job: str, url: str, folder: Path, now: datetime, *more: str) -> "subprocess.Popen[str]":
    """Start a process; it has said that it is ready when this returns."""
    module = [sys.executable, "-W", "ignore", "-m", "tests.market.opening.processes"]
    command = [*module, job, url, str(folder), now.isoformat(), *more]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", process.communicate()[0]
    return process


def together(processes: "list[subprocess.Popen[str]]") -> list[str]:
    """Let all of them go at once; what each of them says."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate()[0].strip() for process in processes]


def draw(session: Session, folder: Path, now: datetime, need_id: str) -> str:
    """Draw, as the timer does."""
    need = session.get_one(Need, int(need_id))
    judge = EntryJudge(session, load_kinds(), NoHooks())
    service = DrawService(
        Work(session, SYSTEM, now, "worker"), _rules(), SealKeys(folder / "seal.keys"), judge
    )
    service.draw(need)
    return need.state


def fix(session: Session, _folder: Path, now: datetime, need_id: str, org: str, user: str, value: str) -> str:
    """Fix the public value, as a witness."""
    party = Party(int(org), int(user), Role.WITNESS)
    service = BeaconService(Work(session, party.actor, now, "web"), _rules())
    try:
        return service.fix(session.get_one(Need, int(need_id)), value).value
    except AlreadyFixed:
        return "refused"


def _rules() -> FixedRules:
    return FixedRules(rules_with(REGION))


def main(job: str, url: str, folder: str, now: str, *more: str) -> None:
    """Get ready, wait, act."""
    import_all()
    engines = make_engines(url)
    print("ready", flush=True)
    sys.stdin.readline()
    with Session(engines.write) as session, session.begin():
        said = {"draw": draw, "fix": fix}[job](session, Path(folder), datetime.fromisoformat(now), *more)
    print(said)
    engines.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
