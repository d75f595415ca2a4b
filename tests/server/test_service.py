"""The unit file says what systemd has to know, and wrong words are told before it is written."""

import pytest

from zhijia.server import service


def test_the_unit_starts_serve_with_the_options_given_and_stops_it_gently():
    unit = service.unit(["--host", "0.0.0.0", "--data", "/srv/工会 数据/100%"])
    start = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    assert "-m zhijia serve --host 0.0.0.0 --data '/srv/工会 数据/100%%'" in start
    assert "KillMode=mixed" in unit
    assert "Restart=on-failure" in unit


def test_wrong_options_are_told_now_and_not_at_the_next_start(capsys):
    with pytest.raises(SystemExit) as refused:
        service.main(["install", "--port", "eighty"])
    assert refused.value.code == 2
    assert "端口要写" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["start"], ["remove", "now"]])
def test_other_words_get_the_usage(arguments):
    with pytest.raises(SystemExit, match="用法"):
        service.main(arguments)
