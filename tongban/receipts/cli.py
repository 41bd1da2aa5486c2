"""``tongban receipt verify``: check a receipt on any machine; no site, no database."""

import json
import re
import sys
from pathlib import Path

import click

from tongban.receipts.verify import ReceiptVerdict, bad, verify_receipt
from tongban.strict import RecordError, load_json, unreadable

_BAD_RECEIPT, _UNREADABLE = 1, 2
_KEY = re.compile(r"[0-9a-fA-F]{64}|[0-9a-fA-F]{16}")

receipt_group = click.Group("receipt", help="收件回执。")


def _key(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    compact = "".join(value.split()) if value else None
    if compact is not None and not _KEY.fullmatch(compact):
        raise click.BadParameter("应为 64 位十六进制公钥，或者 16 位指纹。")
    return compact


@receipt_group.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", callback=_key, help="网站公布的公钥（64 位十六进制）或其指纹（16 位）。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def verify_command(file: Path, key: str | None, as_json: bool) -> None:
    """核验回执 FILE 的签名和内容；回执不成立时退出码为 1，读不出时为 2。"""
    try:
        verdict, status = _judge(file.read_bytes(), key)
    except (OSError, ValueError) as error:
        name = click.format_filename(file)
        verdict, status = bad(name, unreadable(error), f"cannot be read: {error}"), _UNREADABLE
    if as_json:
        click.echo(json.dumps(verdict.as_json(), ensure_ascii=False))
    else:
        _say(verdict, status)
    sys.exit(status)


def _judge(data: bytes, key: str | None) -> tuple[ReceiptVerdict, int]:
    try:
        receipt = load_json(data)
    except RecordError as error:
        return bad(error.path, error.zh, error.en), _BAD_RECEIPT
    verdict = verify_receipt(receipt, key)
    return verdict, 0 if verdict.ok else _BAD_RECEIPT


def _say(verdict: ReceiptVerdict, status: int) -> None:
    lead = "回执不成立。" if status == _BAD_RECEIPT else ""
    click.echo(lead + verdict.why, err=not verdict.ok)
    if verdict.ok:
        click.echo(f"回执号：{verdict.number}")
        click.echo(f"公钥指纹：{verdict.fingerprint}")
        if verdict.opened:
            click.echo("附带的报名内容与承诺值相符。这份文件含有报价，开启前不要给别人看。")
    for remark in verdict.remarks:
        click.echo(f"注意：{remark}")
