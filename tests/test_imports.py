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
    "components/own": (
        {"components.own", "components.figures", "components.markup", "components.words", "core"},
        {"numpy", "pandas"},
    ),
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


def refused(path: str, name: str) -> bool:
    """Whether a module at this path of the project may not import what has this name."""
    layer = next(folder for folder in RULES if path.startswith(folder + "/"))
    own, packages = RULES[layer]
    top = name.partition(".")[0]
    if top in sys.stdlib_module_names:
        return False
    if top in ("app", "core", "components", "callbacks", "serving", "tests", "benchmarks"):
        return not any(name == allowed or name.startswith(allowed + ".") for allowed in own)
    return top not in packages


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    relative = path.relative_to(ROOT).as_posix()
    assert [name for name in imported(path) if refused(relative, name)] == []


@pytest.mark.parametrize(
    ("path", "source", "refusals"),
    [
        ("components/x.py", "from callbacks.sliders import wire\nimport dash.html\n", {"callbacks.sliders.wire"}),
        ("components/lessons/x.py", "import app\nfrom serving import qr\nimport core.jaccard", {"app", "serving.qr"}),
        ("components/figures/x.py", "from components.live import view\nimport core", {"components.live.view", "core"}),
        ("components/figures/still/x.py", "from components import theme\nfrom components import page", {"components.page"}),
        ("components/figures/x.py", "from components import theme_of\nimport components", {"components.theme_of", "components"}),
        ("components/own/x.py", "import pandas, dash\nfrom components import page", {"dash", "components.page"}),
        ("components/x.py", "import pandas", {"pandas"}),
        ("core/x.py", "import numpy\nimport scipy.stats\nfrom components import words", {"scipy.stats", "components.words"}),
        ("core/kernels/x.py", "def f():\n    import dash", {"dash"}),
        ("callbacks/x.py", "import numpy, dash, components.course, callbacks.sliders, serving", {"numpy", "serving"}),
        ("serving/x.py", "import flask\nimport components\nfrom tests import conftest", {"components", "tests.conftest"}),
        ("core/x.py", "import os.path\nfrom __future__ import annotations\nfrom core import _arrays\nimport cores", {"cores"}),
    ],
)  # fmt: skip
def test_an_import_that_points_up_or_out_is_refused(path: str, source: str, refusals: set[str], tmp_path: Path) -> None:
    written = tmp_path / "x.py"
    written.write_text(source)
    assert {name for name in imported(written) if refused(path, name)} == refusals
