"""The published CloudFormation schema, exported by schema.ts: which types and properties exist, and what a change of each does."""

import json
import os
from functools import cache


@cache
def _types() -> dict:
    with open(os.environ["LOCAL_AWS_SCHEMA"]) as file:
        return json.load(file)


def check(type_name: str, properties: dict) -> None:
    if type_name not in _types():
        raise ValueError(f"{type_name} is not a type of the CloudFormation schema")
    unknown = sorted(set(properties) - set(_types()[type_name]["properties"]))
    if unknown:
        raise ValueError(f"{type_name} has no property {', '.join(unknown)}")


def effect(type_name: str, old: dict, new: dict) -> tuple[str, set[str]]:
    """`none`, `update` or `replace`, and the properties that differ."""
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    rows = _types()[type_name]["properties"]
    effects = {rows[name] for name in changed}
    refused = sorted(name for name in changed if rows[name] not in ("update", "replace"))
    if refused:
        raise ValueError(f"{type_name}: a change of {', '.join(refused)} is not supported ({rows[refused[0]]})")
    return ("replace" if "replace" in effects else "update" if changed else "none"), changed
