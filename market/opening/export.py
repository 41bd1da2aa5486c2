"""``tongban export selections``: every published record as a file, byte for byte what its page offers."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from market.needs.models import Need
from market.opening.models import SelectionResult
from market.opening.reading import published_json, record_public
from tongban.cli import Context, pass_context
from tongban.rules import REGISTRY_KEY

#: How many records are held in memory at a time.
BATCH = 100


@click.command(short_help="每份公开的选取记录一个文件。")
@click.option(
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    metavar="DIR",
    help="存放文件的目录，没有就新建；每份记录一个文件，以采购编号命名。",
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@pass_context
def selections(context: Context, folder: Path, as_json: bool) -> None:
    """把每份公开的选取记录导出为 DIR 里的“采购编号.json”，可以用 tongban selection verify 核验。"""
    provider, now = context.registry[REGISTRY_KEY], context.clock.now()
    written: list[str] = []
    hidden: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with context.snapshot() as session:
            for need, record in _records(session):
                if not record_public(session, provider, need, now):
                    hidden.append(need.number)
                    continue
                _write(folder / f"{need.number}.json", record)
                written.append(need.number)
    except OSError as error:
        raise click.ClickException(f"写不进 {error.filename or folder}（{error.strerror}）。") from error
    if as_json:
        click.echo(json.dumps({"written": written, "hidden": hidden}, ensure_ascii=False))
    else:
        _say(folder, written, hidden)


def _records(session: Session) -> Iterator[tuple[Need, dict[str, Any]]]:
    query = (
        select(Need, SelectionResult.record)
        .join(SelectionResult, SelectionResult.need_id == Need.id)
        .where(Need.opened_at.is_not(None))
        .order_by(Need.id)
    )
    for need, record in session.execute(query.execution_options(yield_per=BATCH)):
        if record is not None:
            yield need, record


def _write(path: Path, record: Mapping[str, Any]) -> None:
    """Whole or not at all: a reader never finds half a record."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(published_json(record), encoding="utf-8", newline="")
    part.replace(path)


def _say(folder: Path, written: list[str], hidden: list[str]) -> None:
    click.echo(f"已导出 {len(written)} 份选取记录到 {click.format_filename(folder)}。")
    if hidden:
        listed = "、".join(hidden)
        click.echo(f"另有 {len(hidden)} 份含未中选报价，按当地规定仅监管可核，没有导出：{listed}。")
