"""Cloud Control in front of the handlers: one resource made, changed or deleted by its type, outside of any stack.

https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-operations.html: CreateResource, UpdateResource with a patch
of whole properties, DeleteResource. Every request has succeeded or failed when it is answered. What CloudFormation would replace is not updated:
https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_UpdateResource.html, NotUpdatableException.
"""

import asyncio
import json
import threading
import traceback

from ministack.core.responses import error_response_json, json_response, new_uuid
from ministack.services import cloudcontrol

from . import calls, schema
from .life import Origin, generated_name
from .resource import Properties
from .resources import RESOURCES

# Properties of what was made here; a resource that a stack has made is not among them.
_made: dict[tuple[str, str], dict] = {}
_one_at_a_time = threading.Lock()

# Like CloudFormation with this policy, other engines send a size only where it has changed.
UPDATE_POLICY = {"UpdatePolicy": {"AutoScalingScheduledAction": {"IgnoreUnmodifiedGroupSizeProperties": True}}}


class NotUpdatable(ValueError):
    pass


def install() -> None:
    cloudcontrol.handle_request = answer


async def answer(_method, _path, headers, body, _query):
    action = headers["x-amz-target"].split(".")[-1]
    if action not in ACTIONS:
        return error_response_json("UnsupportedActionException", f"{action} is not played", 400)
    try:
        event = await asyncio.to_thread(act, action, json.loads(body))
    except Exception as error:
        traceback.print_exc()
        code = "NotUpdatableException" if isinstance(error, NotUpdatable) else "GeneralServiceException"
        return error_response_json(code, str(error) or repr(error), 400)
    return json_response({"ProgressEvent": {**event, "OperationStatus": "SUCCESS", "RequestToken": new_uuid()}})


def act(action: str, request: dict) -> dict:
    kind = request["TypeName"]
    with _one_at_a_time, calls.by("cloud-control", type=kind, verb=action):
        identifier, model = ACTIONS[action](kind, request)
    return {"TypeName": kind, "Identifier": identifier, "ResourceModel": json.dumps(model)}


def given(kind: str, values: dict, name: str) -> Properties:
    schema.check(kind, values)
    properties = Properties(values)
    properties.origin = Origin("cloud-control", name, UPDATE_POLICY)
    return properties


def create(kind: str, request: dict) -> tuple[str, dict]:
    values = json.loads(request["DesiredState"])
    name = request.get("ClientToken", "resource")
    properties = given(kind, values, name)
    identifier, attributes = RESOURCES[kind].create(properties, generated_name("cc", name))
    if unread := properties.unread(kind, set(values)):
        raise ValueError(f"the local AWS neither makes nor lists as recorded only: {kind} {', '.join(unread)}")
    _made[kind, identifier] = values
    return identifier, {**values, **attributes}


def update(kind: str, request: dict) -> tuple[str, dict]:
    identifier = request["Identifier"]
    old = _made.get((kind, identifier), {})
    values, changed = patched(old, json.loads(request["PatchDocument"]))
    properties = given(kind, values, identifier)
    if old and schema.effect(kind, old, values)[0] == "replace":
        raise NotUpdatable(f"{kind} {identifier}: of {', '.join(sorted(changed))} one at least is create-only")
    attributes = RESOURCES[kind].update(identifier, properties, old) or {}
    if unread := properties.unread(kind, changed):
        raise ValueError(f"the local AWS does not play an update of {kind} {', '.join(unread)}")
    _made[kind, identifier] = values
    return identifier, {**values, **attributes}


def patched(old: dict, patch: list[dict]) -> tuple[dict, set[str]]:
    """What it becomes, and what of it differs; of a resource that was not made here nobody knows."""
    values = dict(old)
    for row in patch:
        name = row["path"].lstrip("/")
        if row["op"] == "remove":
            values.pop(name, None)
        else:
            values[name] = row["value"]
    return values, {name for name, value in values.items() if old and (name not in old or old[name] != value)}


def delete(kind: str, request: dict) -> tuple[str, dict]:
    identifier = request["Identifier"]
    if handler := RESOURCES[kind].delete:
        handler(identifier, Properties(_made.pop((kind, identifier), {})))
    return identifier, {}


ACTIONS = {"CreateResource": create, "UpdateResource": update, "DeleteResource": delete}
