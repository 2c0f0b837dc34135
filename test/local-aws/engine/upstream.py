"""Every name of MiniStack and moto that the engine leans on, found in its own sources. One that is gone stops the start, by name."""

import ast
from collections.abc import Iterator
from importlib import import_module, metadata
from pathlib import Path

from ministack import app

VERSIONS = {"ministack": "1.4.21", "moto": "5.2.3"}

# What upstream does not have and the engine adds.
ADDED = {
    "AutoScalingResponse.complete_lifecycle_action",
    "AutoScalingResponse.record_lifecycle_action_heartbeat",
    "AutoScalingResponse.describe_instance_refreshes",
    "AutoScalingResponse.start_instance_refresh",
}


def check() -> None:
    """Stops when a version or a name is not what the engine was written for."""
    wrong = [f"{name} is {metadata.version(name)}, not {version}" for name, version in VERSIONS.items()
             if metadata.version(name) != version]  # fmt: skip
    gone = sorted({f"{name} is gone ({file.name})" for file, owner, name in names() if not _there(owner, name)})
    if wrong or gone:
        raise SystemExit("local AWS cannot start: " + "; ".join(wrong + gone))


def names() -> Iterator[tuple[Path, object, str]]:
    """File, owner and `owner.name` for each import from upstream and each attribute of what was imported."""
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        tree = ast.parse(file.read_text())
        bound: dict[str, object] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in VERSIONS:
                for alias in node.names:
                    owner, bound[alias.asname or alias.name] = _imported(node.module, alias.name)
                    yield file, owner, f"{node.module}.{alias.name}"
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in bound:
                yield file, bound[node.value.id], f"{node.value.id}.{node.attr}"


def _imported(module: str, name: str) -> tuple[object, object]:
    owner = import_module(module)
    if not hasattr(owner, name):
        try:
            import_module(f"{module}.{name}")
        except ImportError:
            return owner, None
    return owner, getattr(owner, name, None)


def _there(owner: object, name: str) -> bool:
    return name in ADDED or owner is None or hasattr(owner, name.rsplit(".", 1)[1])


ministack_app = app.app
