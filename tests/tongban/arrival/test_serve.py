"""``tongban serve`` refuses in plain words."""

import socket
from pathlib import Path

from tests.support.sites import Site, write_ini
from tests.support.templates import Place


def test_a_port_that_is_taken_is_named(place: Place) -> None:
    site = Site("", place, place.data / "site.ini")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        write_ini(site.config, place.settings(), port)
        result = site.command("serve")
    assert result.returncode == 1
    assert f"端口 {port} 已被占用" in result.stderr
    assert "网站地址" not in result.stdout


def test_a_missing_configuration_is_named(tmp_path: Path) -> None:
    result = Site("", Place("", tmp_path), tmp_path / "none.ini").command("serve")
    assert result.returncode == 2
    assert "没有找到配置文件" in result.stderr
