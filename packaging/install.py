#!/usr/bin/env python3
"""Installs 职家 from this folder on a machine without any network: python3 install.py [--to FOLDER]."""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
USUAL = Path("/opt/zhijia") if os.geteuid() == 0 else Path.home() / "zhijia"


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    parser = argparse.ArgumentParser(description="在没有网络的机器上安装职家")
    parser.add_argument("--to", type=Path, default=USUAL, help=f"装到哪里，默认 {USUAL}")
    target = parser.parse_args().to.expanduser().resolve()
    manifest = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    wanted, own = manifest["python"], list(sys.version_info[:2])
    if own != wanted:
        sys.exit(
            f"这个安装包要用 Python {'.'.join(map(str, wanted))}，现在是 {'.'.join(map(str, own))}。请换一个安装包或 Python。"
        )
    for name, digest in manifest["wheels"].items():
        if hashlib.sha256((HERE / "wheels" / name).read_bytes()).hexdigest() != digest:
            sys.exit(f"安装包里的 {name} 已经损坏。请重新拷贝一份，再运行一次。")
    print(f"装到 {target}……", flush=True)
    venv.EnvBuilder(with_pip=True, upgrade_deps=False).create(target)
    pip = [target / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-index", "--no-cache-dir"]
    wheels = ["--find-links", HERE / "wheels", "--force-reinstall", *(HERE / "wheels").glob("zhijia-*.whl")]
    if subprocess.run([*map(str, pip), *map(str, wheels)]).returncode:
        sys.exit("没有装成，原因见上面几行。多半是磁盘满了，或者没有权限；处理后再运行一次。")
    program = target / "bin" / "zhijia"
    print(
        f"装好了。启动：{program} serve --host 0.0.0.0\n开机自动启动：{program} service install --host 0.0.0.0"
    )


if __name__ == "__main__":
    main()
