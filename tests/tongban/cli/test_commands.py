"""The command: every subcommand explains itself, and refuses with a remedy where nothing is set up."""

from importlib.metadata import entry_points
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.templates import Place, Templates
from tongban.cli import main


def config(tmp_path: Path, place: Place, **more: str) -> Path:
    # An ini file reads a lone % as the beginning of an interpolation.
    lines = "\n".join(f"{k} = {v}".replace("%", "%%") for k, v in place.settings(**more).items())
    file = tmp_path / "site.ini"
    file.write_text(f"[app:main]\nuse = call:tongban.app:main\n{lines}\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("name", sorted(entry.name for entry in entry_points(group="tongban.commands")))
def test_every_command_explains_itself(name: str) -> None:
    answer = CliRunner().invoke(main, [name, "--help"])
    assert answer.exit_code == 0, answer.output
    assert any("\u4e00" <= c <= "\u9fff" for c in answer.output)


def test_init_may_be_run_again_and_keeps_the_data(templates: Templates, tmp_path: Path) -> None:
    with templates.fresh("seeded") as place:
        file = str(config(tmp_path, place))
        first = CliRunner().invoke(main, ["--config", file, "init"])
        again = CliRunner().invoke(main, ["--config", file, "init"])
        assert (first.exit_code, again.exit_code) == (0, 0), first.output + again.output
        assert "数据库已就绪" in again.output


def test_practice_data_is_refused_on_a_real_site(templates: Templates, tmp_path: Path) -> None:
    with templates.fresh("seeded") as place:
        answer = CliRunner().invoke(main, ["--config", str(config(tmp_path, place)), "init", "--demo"])
        assert answer.exit_code == 1
        assert "演练" in answer.output


def test_a_missing_configuration_is_named(tmp_path: Path) -> None:
    answer = CliRunner().invoke(
        main, ["--config", str(tmp_path / "none.ini"), "workday", "between", "2026-03-02", "2026-03-03"]
    )
    assert answer.exit_code == 2
    assert "没有找到配置文件" in answer.output


def test_an_empty_database_names_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    place = Place(f"sqlite:///{tmp_path}/empty.sqlite", tmp_path / "d")
    file = str(config(tmp_path, place))
    answer = CliRunner().invoke(main, ["--config", file, "workday", "add", "2026-03-02", "3"])
    assert answer.exit_code == 1
    assert "tongban init" in answer.output
