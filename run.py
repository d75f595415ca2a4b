#!/usr/bin/env python3
"""Set up what this clone needs, then run one command. Needs nothing but python3 (3.11 or newer, with venv).

python3 run.py demo [--port N] [--reset] [--today YYYY-MM-DD]
python3 run.py serve [--host 0.0.0.0] [--port N] [--tls CERT KEY] [--data FOLDER]
python3 run.py test [pytest arguments]
python3 run.py check
python3 run.py bench [NAME] [--json]
python3 run.py soak [PART…] [--minutes N] [--users N] [--at ADDRESS] [--json]
python3 run.py bundle
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALLED = VENV / "installed.json"
PROJECT_FILES = ["pyproject.toml", "hatch_build.py", "frontend/package-lock.json", "frontend/icons.txt"]
CHECKS = {
    "代码写法": ["ruff", "check", "."],
    "代码排版": ["ruff", "format", "--check", "."],
    "类型": ["mypy"],
    "页面模板": ["djlint", "--lint", "--quiet", "src"],
    "数据库迁移": ["django", "makemigrations", "--check", "--dry-run"],
}
USAGE = (
    "用法：python3 run.py demo（试用）、serve（本单位正式用）、test（测试）、check（检查代码）、"
    "bench（测速）、soak（故障演练）或 bundle（做离线安装包）。想先看看的话，请运行 python3 run.py demo"
)
started = time.time()


def say(sentence):
    print(f"[{time.time() - started:5.1f} 秒] {sentence}", file=sys.stderr, flush=True)


def fingerprint(*names):
    """Tells whether the named files, or the place of this clone, are still those installed from."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def run_logged(*command):
    """Run one step of the set-up; what it prints is shown only if it fails."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        print(done.stdout.decode(errors="replace"), file=sys.stderr)
        sys.exit(
            "安装没有完成，原因见上面几行。多半是网络不通或磁盘已满；处理后再运行一次，会从断开处接着装。"
        )


def install(lock):
    """Bring .venv in line with the lock and the project; costs nothing when it already is."""
    here = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(here, fcntl.LOCK_EX)  # two commands started at once must not install into one folder
    if not INSTALLED.exists():
        say("准备 Python 环境……")
        run_logged(sys.executable, "-m", "venv", "--clear", str(VENV))
        INSTALLED.write_text("{}")
    installed = json.loads(INSTALLED.read_text() or "{}")
    steps = {
        lock: ("安装依赖（首次约半分钟）……", [lock], ["--require-hashes", "-r", lock]),
        # pip refuses an editable project under --require-hashes, hence a step of its own.
        "project": (
            "生成页面资源……",
            PROJECT_FILES,
            ["--no-deps", "--no-build-isolation", "--editable", "."],
        ),
    }
    for name, (title, files, arguments) in steps.items():
        wanted = fingerprint(*files)
        if installed.get(name) != wanted:
            say(title)
            run_logged(
                str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--no-compile", *arguments
            )
            installed[name] = wanted
            INSTALLED.write_text(json.dumps(installed))
    os.close(here)


def hand_over(*module):
    """Become that program: it gets the signals and the terminal itself."""
    os.execv(PYTHON, [str(PYTHON), "-m", *module])


def check():
    # No database runs here, of which Django would warn when it compares models with migrations.
    os.environ |= {"DJANGO_SETTINGS_MODULE": "zhijia.settings.test", "PYTHONWARNINGS": "ignore"}
    failed = []
    for title, module in CHECKS.items():
        say(f"检查{title}……")
        if subprocess.run([PYTHON, "-m", *module], cwd=ROOT).returncode:
            failed.append(title)
    sys.exit(f"没有通过：{'、'.join(failed)}。" if failed else 0)


def bundle():
    """One archive with everything, for a machine without a network; packaging/README.md says how it is used."""
    pip = [str(PYTHON), "-m", "pip"]
    draft = ROOT / "dist" / "draft"
    shutil.rmtree(draft, ignore_errors=True)
    wheels = draft / "wheels"
    wheels.mkdir(parents=True)
    say("取依赖……")
    run_logged(
        *pip, "download", "--quiet", "--require-hashes", "--dest", str(wheels), "-r", "requirements.txt"
    )
    for line in (ROOT / "requirements.in").read_text().split("\n"):
        for tool in wheels.glob(f"{line.replace('-', '_')}-*") if line and line[0] != "#" else ():
            tool.unlink()  # only building needs it
    say("打包程序……")
    run_logged(*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), ".")
    (own,) = wheels.glob("zhijia-*.whl")
    sums = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(wheels.iterdir())}
    manifest = {"python": list(sys.version_info[:2]), "wheels": sums}
    (draft / "manifest.json").write_text(json.dumps(manifest, indent=1))
    shutil.copy(ROOT / "packaging" / "install.py", draft)
    name = f"zhijia-{own.name.split('-')[1]}-py{sys.version_info[0]}.{sys.version_info[1]}-offline"
    with tarfile.open(ROOT / "dist" / f"{name}.tar.gz", "w:gz", compresslevel=1) as archive:
        archive.add(draft, name)
    shutil.rmtree(draft)
    say(f"做好了：dist/{name}.tar.gz")


def main(command="", *arguments):
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # the locale may know no Chinese
    if command not in ("demo", "serve", "test", "check", "bench", "soak", "bundle"):
        sys.exit(USAGE)
    if sys.version_info < (3, 11):  # noqa: UP036 (this file must still run to say it)
        sys.exit("需要 Python 3.11 或更新的版本。请安装后用它运行，例如：python3.11 run.py demo")
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        sys.exit("这台机器的 python3 缺少 venv。请先运行：apt-get install python3-venv")
    os.environ |= {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "ZHIJIA_STARTED": str(started)}
    os.chdir(ROOT)
    install("requirements-dev.txt" if command in ("test", "check", "bench", "soak") else "requirements.txt")
    if command in ("demo", "serve"):
        hand_over("zhijia", command, *arguments)
    if command == "bundle":
        return bundle()
    if command == "bench":
        hand_over("benchmarks", *arguments)
    if command == "soak":
        hand_over("benchmarks.soak", *arguments)
    if command == "test":
        # In the order of conftest.py: by number of tests, the longest modules would run last and alone.
        hand_over("pytest", "-n", "2", "--dist", "loadscope", "--no-loadscope-reorder", *arguments)
    check()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\n已停下。再运行一次会接着做。")
    except OSError as error:
        sys.exit(
            f"没有做完：{error.strerror}（{error.filename or ROOT}）。请检查磁盘空间和文件夹权限，再运行一次。"
        )
