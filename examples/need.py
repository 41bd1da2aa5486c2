"""通办程序接口示例：在演练站点上把一条需求从发布办到评价，两种选取方式各一遍。

用法：python examples/need.py --url http://127.0.0.1:6543
只用 Python 标准库。令牌用演练账号取得；正式站点的令牌在账号页面或用 tongban token create 开出。
"""

import argparse
import hashlib
import http.client
import json
import sys
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

PASSWORD = "lianxi-2026"  # noqa: S105 - the password of every practice account, shown on the practice site
SERVICE = "ZJ-HP-02"
#: Who quotes, and how much, in 分.
QUOTES = {"firm1": 5_800_000, "firm2": 6_100_000, "firm4": 5_950_000}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
METHODS = {"lowest_price": "最低价", "draw": "随机抽取"}

Body = dict[str, Any]


class Problem(Exception):
    """What the site refused, as problem details (RFC 9457)."""

    def __init__(self, status: int, body: Body) -> None:
        self.status, self.body = status, body
        faults = "；".join(fault["detail"] for fault in body.get("errors", ()))
        super().__init__(f"{status} {body.get('code')}：{faults or body.get('detail')}")


class Client:
    """Somebody's program: a site and a token."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url, self._token = urlsplit(url.rstrip("/")), token

    def get(self, path: str) -> Body:
        """Read something."""
        return self._send("GET", path, None, {})

    def post(self, path: str, body: Body | None = None, key: str | None = None) -> Body:
        """Do something; the key makes sure that it is done once, however often it is sent."""
        sent = json.dumps(body or {}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": key or str(uuid.uuid4())}
        return self._send("POST", path, sent, headers)

    def upload(self, name: str, content: bytes) -> str:
        """Send a file; its key stands in the field that needs it."""
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts = [
            head.encode(),
            b"Content-Type: application/pdf\r\n\r\n",
            content,
            f"\r\n--{edge}--\r\n".encode(),
        ]
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return str(self._send("POST", "/files", b"".join(parts), headers)["key"])

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Body:
        kind = http.client.HTTPSConnection if self._url.scheme == "https" else http.client.HTTPConnection
        connection = kind(self._url.netloc, timeout=60)
        if self._token:
            headers = {**headers, "Authorization": f"Bearer {self._token}"}
        try:
            connection.request(method, f"{self._url.path}/api/v1{path}", body, headers)
            answer = connection.getresponse()
            raw, is_json = answer.read(), "json" in answer.headers.get("Content-Type", "")
        finally:
            connection.close()
        content: Body = json.loads(raw) if raw and is_json else {"detail": "答复不是 JSON，网址可能不对。"}
        if answer.status >= 400:
            raise Problem(answer.status, content)
        return content


def sign_in(url: str, login: str) -> Client:
    """A program of a practice account."""
    answer = Client(url).post("/practice/tokens", {"user": login, "password": PASSWORD})
    return Client(url, answer["token"])


def say(text: str) -> None:
    """Tell what was done, at once."""
    print(text, flush=True)


def yuan(fen: int) -> str:
    """分 as people read them."""
    return f"{fen // 100:,}.{fen % 100:02d} 元"


def until(holds: Callable[[], Any], what: str) -> Any:
    """Wait for what another process of the site does."""
    deadline = time.monotonic() + 20
    while not (found := holds()):
        if time.monotonic() > deadline:
            raise SystemExit(f"等了 20 秒，{what}还没有完成。")
        time.sleep(0.2)
    return found


class Journey:
    """One need from its draft to its rating."""

    def __init__(self, url: str, method: str) -> None:
        self.method = method
        logins = ("owner1", "operator", "witness", *QUOTES)
        self.people = {login: sign_in(url, login) for login in logins}
        self.names = {login: self.people[login].get("/me")["organisation"]["name"] for login in QUOTES}
        self.owner, self.operator = self.people["owner1"], self.people["operator"]
        self.number = ""

    def run(self) -> None:
        """All of it."""
        say(f"—— {METHODS[self.method]} ——")
        self.publish()
        self.enter()
        self.select()
        award, winner = self.award()
        self.perform(award, winner)

    @property
    def need(self) -> Body:
        """The need as anybody sees it."""
        return self.operator.get(f"/needs/{self.number}")

    def publish(self) -> None:
        """Post a need, send it to the check, publish it; the first end that the local rules allow."""
        me = self.owner.get("/me")
        draft = self._draft(me["organisation"]["region"])
        day = datetime.fromisoformat(me["now"]).replace(hour=17, minute=0, second=0, microsecond=0)
        for days in range(1, 30):
            ends_at = (day + timedelta(days=days)).isoformat()
            try:
                self.number = self.owner.post("/needs", draft | {"ends_at": ends_at})["number"]
                break
            except Problem as problem:
                # The site says which day is none; a program would ask its people, this one takes the next.
                if problem.status != 422 or problem.body["errors"][0]["pointer"] != "/ends_at":
                    raise
        self.owner.post(f"/needs/{self.number}/submit")
        need = self.operator.post(f"/needs/{self.number}/publish")
        say(f"业主发布需求 {self.number}，{need['notice_number']}，报名截止 {need['ends_at'][:16]}")

    def _draft(self, region: str) -> Body:
        return {
            "region": region,
            "service": SERVICE,
            "method": self.method,
            "title": f"年产 5 万吨食品加工项目环境影响报告表编制（接口示例，{METHODS[self.method]}）",
            "project_name": "年产 5 万吨食品加工项目",
            "scope": "编制环境影响报告表，按审批意见修改到通过。",
            "service_days": 20,
            "ceiling_fen": 6_800_000,
            "contact_name": "林晓舟",
            "contact_phone": "400-000-0001",
        }

    def enter(self) -> None:
        """Three intermediaries enter; a request that is sent twice is one entry with one receipt."""
        for login, price in QUOTES.items():
            firm = self.people[login]
            leader = next(p for p in firm.get("/enrolment")["practitioners"] if p["checked"])
            offer: Body = {"practitioner": str(leader["id"]), "promise": True}
            if self.method == "lowest_price":
                offer["value"] = price
            key = str(uuid.uuid4())
            outcome = firm.post(f"/needs/{self.number}/entry/quote", offer, key)
            again = firm.post(f"/needs/{self.number}/entry/quote", offer, key)
            if outcome["outcome"] != "accepted" or again != outcome:
                raise SystemExit(f"{self.names[login]}的报名没有成功：{outcome}")
            what = f"报价 {yuan(price)}（密封）" if "value" in offer else "报名"
            say(f"{self.names[login]}{what}，回执 {outcome['receipt']['number']}，重发一次仍是同一张")

    def select(self) -> None:
        """Time passes the end; for a draw the witness fixes a public value after the list is out."""
        self.move_past(self.need["ends_at"])
        until(lambda: self.need["opened_at"], "开启")
        if self.method == "draw" and self.need["state"] == "selecting":
            published = self.operator.get(f"/needs/{self.number}/list")
            say(f"名单已公布，{len(published['entries'])} 家有编号；见证人确定公开随机值")
            value = f"{self.need['ends_at'][:10]} 见证人现场摇出 4417"
            self.people["witness"].post(f"/needs/{self.number}/beacon", {"value": value})
            self.operator.post("/practice/clock", {"advance": "PT1M"})
        until(lambda: self.need["state"] == "award_notice", "选取")
        record = self.operator.get(f"/needs/{self.number}/selection")
        secret = bytes.fromhex(record["secret"])
        bound = hashlib.sha256(prefixed(b"tongban-commit/1") + prefixed(secret)).hexdigest()
        if bound != self.need["commit"]:
            raise SystemExit("选取记录里的随机数与公告里的承诺值对不上。")
        say(f"选取记录 {record['format']}：公告里的承诺值 {bound[:8]}… 对得上，可用 /verify 重新计算")

    def award(self) -> tuple[Body, str]:
        """The award, and the account of whoever got it; then the public notice passes."""
        (award,) = self.operator.get(f"/awards?need={self.number}")["items"]
        name = award["organisation"]["name"]
        winner = next(login for login, known in self.names.items() if known == name)
        say(f"{name}中选，{yuan(award['amount_fen'])}，公示到 {award['notice_until'][:16]}")
        self.move_past(award["notice_until"])
        path = f"/awards/{award['number']}"
        award = until(lambda: issued(self.operator.get(path)), "中选通知书")
        say(f"公示期满，发出中选通知书 {award['letter_number']}")
        return award, winner

    def perform(self, award: Body, winner: str) -> None:
        """Contract, deliverable, acceptance, rating."""
        firm = self.people[winner]
        signed = {
            "amount_fen": award["amount_fen"],
            "signed_on": firm.get("/me")["now"][:10],
            "service_days": 20,
            "service_days_unit": "WD",
            "file": firm.upload("合同.pdf", PDF),
        }
        number = firm.post(f"/awards/{award['number']}/contract", signed)["number"]
        contract = self.owner.post(f"/contracts/{number}/confirm")
        say(f"合同 {number} 由中选机构登记、业主确认，备案 {contract['filing_number']}")
        path = f"/deliverables/{contract['deliverable']}"
        file = firm.upload("环境影响报告表.pdf", PDF)
        handed_in = firm.post(f"{path}/submit", {"file": file, "note": "报批稿"})
        self.owner.post(f"{path}/accept")
        say(f"成果 {handed_in['number']} 已提交（签收单 {handed_in['receipt_number']}）并验收")
        evaluation = self.owner.get(f"/contracts/{number}")["evaluation"]
        scores = dict.fromkeys(("quality", "timeliness", "attitude", "charge", "conformity"), 5)
        rated = self.owner.post(f"/evaluations/{evaluation}/rate", {**scores, "comment": "按期完成。"})
        say(f"业主评价 {rated['stars']} 星；需求现在的状态：{self.need['state_title']}")
        if self.need["state"] != "closed_done":
            raise SystemExit("需求没有办结。")

    def move_past(self, moment: str) -> None:
        """Move practice time to a minute after a moment; answered when all that fell due has run."""
        to = datetime.fromisoformat(moment) + timedelta(minutes=1)
        self.operator.post("/practice/clock", {"to": to.isoformat()})


def prefixed(part: bytes) -> bytes:
    """A part behind its length, as commitments are computed."""
    return len(part).to_bytes(4, "big") + part


def issued(award: Body) -> Body | None:
    """The award once its letter is out."""
    return award if award["state"] == "letter_issued" else None


def main() -> int:
    """Both methods, one after the other."""
    parser = argparse.ArgumentParser(description="在演练站点上办完两条需求。")
    parser.add_argument("--url", default="http://127.0.0.1:6543", help="演练站点的网址")
    parser.add_argument("--method", choices=sorted(METHODS), help="只办一种选取方式")
    arguments = parser.parse_args()
    begun = time.monotonic()
    try:
        for method in [arguments.method] if arguments.method else METHODS:
            Journey(arguments.url, method).run()
    except Problem as problem:
        print(f"没有办成：{problem}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"连不上 {arguments.url}：{error}", file=sys.stderr)
        return 1
    say(f"全部办完，用时 {time.monotonic() - begun:.1f} 秒。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
