"""Imports point down only: app, callbacks, components, core."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# What a module below each folder may import of the project, and which third-party packages.
RULES = {
    "core": ({"core"}, {"numpy"}),
    "components/figures": ({"components.figures", "components.theme"}, {"numpy"}),
    "components": ({"components", "core"}, {"dash", "dash_bootstrap_components", "numpy"}),
    "callbacks": ({"callbacks", "components", "core"}, {"dash"}),
    "serving": (
        {"serving"},
        {
            "brotli",
            "dash",
            "flask",
            "gevent",
            "gunicorn",
            "plotly",
            "prometheus_client",
            "resvg_py",
            "segno",
            "werkzeug",
        },
    ),
}


def sources() -> list[Path]:
    return sorted(p for folder in ("core", "components", "callbacks", "serving") for p in (ROOT / folder).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Every module that a file imports, `from a import b` as a.b."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    relative = path.relative_to(ROOT).as_posix()
    layer = next(folder for folder in RULES if relative.startswith(folder + "/"))
    own, packages = RULES[layer]
    for name in imported(path):
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names:
            continue
        if top in ("app", "core", "components", "callbacks", "serving", "tests", "benchmarks"):
            assert any(name == allowed or name.startswith(allowed + ".") for allowed in own), f"{relative}: {name}"
        else:
            assert top in packages, f"{relative} imports {name}"


def test_the_rules_catch_an_upward_import(tmp_path: Path) -> None:
    source = tmp_path / "x.py"
    source.write_text("from callbacks.sliders import wire\nimport dash.html\n")
    assert imported(source) == {"callbacks.sliders.wire", "dash.html"}
