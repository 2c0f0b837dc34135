"""What a handler is: how one resource type is made, changed and deleted through the services' own APIs."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

RECORDED_ONLY = json.loads((Path(__file__).parent.parent / "recorded-only.json").read_text())


class Properties(dict):
    """Properties of a resource that remember which of them a handler read: an unread one fails the deploy."""

    def __init__(self, values: dict):
        super().__init__(values)
        self.read: set[str] = set()

    def __getitem__(self, name: str):
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default=None):
        self.read.add(name)
        return super().get(name, default)

    def only(self, *names: str) -> dict:
        """Those of the names that are given, for an API that calls them the same."""
        self.read.update(names)
        return {name: dict.__getitem__(self, name) for name in names if name in self}

    def unread(self, type_name: str, names: set[str]) -> list[str]:
        recorded = RECORDED_ONLY.get(type_name, {}).get("properties", [])
        return sorted(names - self.read - set(recorded))


@dataclass(frozen=True)
class Resource:
    """`create(properties, name)` gives the physical id and the attributes; `name` is what CloudFormation would generate.

    `update(id, properties, old)` changes in place and gives attributes that changed; `delete(id, properties)` is absent where
    there is nothing behind the API.
    """

    create: Callable[[Properties, str], tuple[str, dict]]
    delete: Callable[[str, dict], object] | None = None
    update: Callable[[str, Properties, dict], dict | None] | None = None
    adopt: Callable[[str], dict] | None = None


def shape(client, operation: str, values: dict) -> dict:
    """Values with the types that the API wants: CloudFormation takes `"5"` and `"true"` for numbers and booleans."""
    return _cast(client.meta.service_model.operation_model(operation).input_shape, values)


def _cast(shape_model, value):
    kind = shape_model.type_name
    if kind == "structure" and isinstance(value, dict):
        return {k: _cast(shape_model.members[k], v) if k in shape_model.members else v for k, v in value.items()}
    if kind == "list" and isinstance(value, list):
        return [_cast(shape_model.member, item) for item in value]
    if kind in ("integer", "long"):
        return int(value)
    if kind in ("double", "float"):
        return float(value)
    if kind == "boolean":
        return str(value).lower() == "true"
    if kind == "string":
        return json.dumps(value) if isinstance(value, dict) else str(value)
    return value
