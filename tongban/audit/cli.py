"""``tongban audit``: walk the chains, and write out a checkpoint for safekeeping elsewhere."""

import json
from pathlib import Path

import click

from tongban.audit.checkpoints import Heads, current_heads, take_all
from tongban.audit.signing import SigningKey, holds
from tongban.audit.verify import verify
from tongban.canonical import canonical
from tongban.cli.context import Context, pass_context

COPY_FORMAT = "tongban-checkpoint-copy/1"


@click.group("audit")
def audit_group() -> None:
    """操作记录：核验哈希链，导出检查点。"""


@audit_group.command("verify")
@click.option("--region", help="只核验这个地区。")
@click.option("--checkpoint", "copy", type=click.Path(path_type=Path), help="与外部留存的检查点文件核对。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@pass_context
def verify_command(ctx: Context, region: str | None, copy: Path | None, as_json: bool) -> None:
    """核验所有操作记录是否被改动、删除、调序、截断或整条移除；有问题时退出码为 1。"""
    key: SigningKey = ctx.registry["tongban.audit_key"]
    outside = read_copy(copy, key) if copy else None
    with ctx.snapshot() as session:
        faults = list(verify(session, key.public_hex, region, outside))
    if as_json:
        first = faults[0] if faults else None
        body = {
            "ok": not faults,
            "first_bad": f"{first.chain}#{first.seq}" if first else None,
            "why": first.why if first else None,
            "kind": first.kind if first else None,
            "faults": len(faults),
        }
        click.echo(json.dumps(body, ensure_ascii=False))
    elif not faults:
        click.echo("操作记录完整，所有记录链与检查点相符。")
    for fault in [] if as_json else faults:
        click.echo(f"{fault.chain} 第 {fault.seq or '-'} 条 [{fault.kind}] {fault.why}")
    if faults:
        raise SystemExit(1)


@audit_group.command("checkpoint")
@click.argument("file", type=click.Path(path_type=Path))
@pass_context
def checkpoint_command(ctx: Context, file: Path) -> None:
    """取一次检查点，并把各记录链的链头写入 FILE，供外部留存。"""
    key: SigningKey = ctx.registry["tongban.audit_key"]
    with ctx.session() as session:
        take_all(session, ctx.clock.now(), "copy", key)
        heads = [[*k, *v] for k, v in sorted(current_heads(session).items())]
    body = {"format": COPY_FORMAT, "public_key": key.public_hex, "heads": heads}
    file.write_text(json.dumps(body | {"signature": key.sign(canonical(body))}, ensure_ascii=False))
    click.echo(f"已写入 {file}：{len(heads)} 条记录链。")


def read_copy(file: Path, key: SigningKey) -> Heads:
    """Read an outsider's copy. Exit code 2 when the file cannot be read or was not signed by this site."""
    try:
        body = json.loads(file.read_text())
        signature = body.pop("signature")
        heads = {(kind, int(id_)): (int(seq), str(hash_)) for kind, id_, seq, hash_ in body["heads"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise click.UsageError(f"读不出检查点文件 {file}。") from error
    if body.get("format") != COPY_FORMAT or not holds(key.public_hex, signature, canonical(body)):
        raise click.UsageError("检查点文件的签名与本站密钥不符。")
    return heads
