"""`zhijia service install`: the program starts with the machine, kept running by systemd."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

UNIT = Path("/etc/systemd/system/zhijia.service")
USAGE = "用法：zhijia service install [和 zhijia serve 一样的选项]，或 zhijia service remove"
ELSEWHERE = """这台机器不用 systemd，装不了开机启动。可以这样做：
  群晖等 NAS：在“任务计划”里加一条开机任务，运行 {command}
  其他系统：在开机脚本里加一行 {command}"""


def main(arguments: list[str]) -> None:
    match arguments:
        case ["install", *options]:
            install(options)
        case ["remove"]:
            remove()
        case _:
            sys.exit(USAGE)


def command(options: list[str]) -> str:
    return shlex.join([sys.executable, "-m", "zhijia", "serve", *options])


def unit(options: list[str]) -> str:
    """What systemd reads. It ends the parent first, which then stops pages and database in order."""
    return f"""[Unit]
Description=职家，工会工作平台
After=network.target

[Service]
ExecStart={command(options).replace("%", "%%")}
Environment=PYTHONUTF8=1
Restart=on-failure
RestartSec=5
KillMode=mixed
TimeoutStopSec=60

[Install]
WantedBy=multi-user.target
"""


def install(options: list[str]) -> None:
    from zhijia.server.serve import options_of

    options_of(options)  # a wrong word is told now, not at the next start of the machine
    if not Path("/run/systemd/system").is_dir():
        sys.exit(ELSEWHERE.format(command=command(options)))
    if os.geteuid():
        sys.exit(
            f"要用管理员权限安装。请运行：sudo {shlex.join([sys.executable, '-m', 'zhijia', 'service', 'install', *options])}"
        )
    UNIT.write_text(unit(options), encoding="utf-8")
    for words in (["daemon-reload"], ["enable", "--now", UNIT.name]):
        if subprocess.run(["systemctl", *words]).returncode:
            sys.exit(f"服务文件已写在 {UNIT}，但 systemctl {words[0]} 没有成功，原因见上面几行。")
    print("装好了，以后开机自动启动。看运行情况：systemctl status zhijia；看启动码：journalctl -u zhijia")


def remove() -> None:
    if not UNIT.exists():
        sys.exit("没有装过开机启动。")
    subprocess.run(["systemctl", "disable", "--now", UNIT.name])
    UNIT.unlink()
    print("已取消开机启动，数据还在原处。")
