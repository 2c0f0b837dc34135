"""The life of a stack: create, update, roll back, delete. Takes the place of MiniStack's own.

Order, policies and statuses follow
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html (statuses),
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html (retention) and
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html.
"""

import asyncio
import copy
import secrets
import string
import traceback

from ministack.core.responses import now_iso
from ministack.services.cloudformation import _exports, _stacks
from ministack.services.cloudformation.engine import (
    _NO_VALUE,
    _resolve_refs,
    _topological_sort,
)
from ministack.services.cloudformation.stacks import _add_event

from . import calls, conditions, imports, schema, signals
from .resource import Properties
from .resources import RESOURCES


async def deploy(stack_name, stack_id, template, parameters, disable_rollback, _tags, is_update=False, previous_stack=None):
    stack = _stacks[stack_name]
    verb = "IMPORT" if stack.get("_imports") else "UPDATE" if is_update else "CREATE"
    run = Run(stack, stack_id, template, parameters, verb, previous_stack or {})
    try:
        await asyncio.to_thread(run.forward)
    except Exception as error:
        stack["StackStatusReason"] = str(error)
        if disable_rollback:
            return run.status(f"{run.verb}_FAILED", str(error))
        return await asyncio.to_thread(run.back, previous_stack)
    await asyncio.to_thread(run.clean_up)


async def delete(stack_name, stack_id):
    stack = _stacks[stack_name]
    run = Run(stack, stack_id, stack["_template"], stack["_resolved_params"], "DELETE", {})
    await asyncio.to_thread(run.delete_all)


class Run:
    """One operation on one stack, with the journal that a rollback reads backwards."""

    def __init__(self, stack, stack_id, template, parameters, verb, previous):
        self.stack, self.stack_id, self.template, self.parameters, self.verb = stack, stack_id, template, parameters, verb
        self.name = stack["StackName"]
        self.imports, self.revert = stack.pop("_imports", {}), stack.pop("_revert", set())
        self.previous = previous.get("_resources", {})
        self.old_template = previous.get("_template", {})
        self.conditions = conditions.evaluate(template, parameters) if template else {}
        self.made = copy.deepcopy(self.previous) if verb != "DELETE" else stack["_resources"]
        self.journal: list[tuple[str, str, dict | None]] = []

    # --- forward -------------------------------------------------------------------------------------------------

    def forward(self) -> None:
        for logical_id in _topological_sort(self.template["Resources"], self.conditions):
            definition = self.template["Resources"][logical_id]
            if self.conditions.get(definition.get("Condition"), True):
                self.advance(logical_id, definition)
        self.stack["_resources"], self.stack["_template"] = self.made, self.template
        self.stack["_resolved_params"], self.stack["_conditions"] = self.parameters, self.conditions
        self.publish_outputs()

    def advance(self, logical_id: str, definition: dict) -> None:
        kind, before = definition["Type"], self.made.get(logical_id)
        try:
            properties = self.properties(definition)
            schema.check(kind, properties)
            if kind not in RESOURCES:
                raise ValueError(f"the local AWS has no {kind}")
            if before is None and logical_id in self.imports:
                self.adopt(logical_id, definition, properties)
            elif before is None:
                self.create(logical_id, definition, properties)
            else:
                self.change(logical_id, definition, properties, before)
        except Exception as error:
            traceback.print_exc()  # into the engine's log: the event has room for one line
            status, reason = "CREATE_FAILED" if before is None else "UPDATE_FAILED", str(error) or repr(error)
            self.event(logical_id, kind, status, reason)
            raise ValueError(f"The following resource(s) failed: [{logical_id}]. {reason}") from error

    def create(self, logical_id: str, definition: dict, properties: dict) -> None:
        self.event(logical_id, definition["Type"], "CREATE_IN_PROGRESS")
        record = self.make(logical_id, definition, properties)
        self.made[logical_id] = record
        self.journal.append(("created", logical_id, None))
        if policy := definition.get("CreationPolicy", {}).get("ResourceSignal"):
            for machine in signals.wait(self.stack_id, logical_id, policy):
                self.event(logical_id, definition["Type"], "CREATE_IN_PROGRESS", f"Received SUCCESS signal with UniqueId {machine}")
        self.event(logical_id, definition["Type"], "CREATE_COMPLETE", physical_id=record["PhysicalResourceId"])

    def adopt(self, logical_id: str, definition: dict, properties: dict) -> None:
        kind, physical_id = definition["Type"], self.imports[logical_id]
        imports.refuse_unless_free(kind, definition, physical_id)
        if RESOURCES[kind].adopt is None:
            raise ValueError(f"the local AWS does not import {kind}")
        self.event(logical_id, kind, "IMPORT_IN_PROGRESS", physical_id=physical_id)
        attributes = RESOURCES[kind].adopt(physical_id)
        self.made[logical_id] = {**self.record(logical_id, definition, properties, physical_id, attributes), "_adopted": True}
        self.journal.append(("imported", logical_id, None))
        self.event(logical_id, kind, "IMPORT_COMPLETE", physical_id=physical_id)

    def make(self, logical_id: str, definition: dict, properties: dict) -> dict:
        kind, given = definition["Type"], Properties(properties)
        given.origin = Origin(self.stack_id, logical_id, definition)
        signals.forget(self.stack_id, logical_id)
        with self.working_for(logical_id, kind, "create"):
            physical_id, attributes = RESOURCES[kind].create(given, generated_name(self.name, logical_id))
        if unread := given.unread(kind, set(properties)):
            RESOURCES[kind].delete and RESOURCES[kind].delete(physical_id, properties)
            raise ValueError(f"the local AWS neither makes nor lists as recorded only: {kind} {', '.join(unread)}")
        return self.record(logical_id, definition, properties, physical_id, attributes)

    def change(self, logical_id: str, definition: dict, properties: dict, before: dict) -> None:
        kind, physical_id, old = definition["Type"], before["PhysicalResourceId"], before["Properties"]
        effect, changed = schema.effect(kind, old, properties) if kind == before["ResourceType"] else ("replace", set())
        if effect == "none" and logical_id in self.revert:
            effect = "update"
        if effect == "none":
            self.made[logical_id] = {**before, "_definition": definition}
            return
        self.event(logical_id, kind, "UPDATE_IN_PROGRESS", physical_id=physical_id)
        if effect == "replace":
            self.made[logical_id] = self.make(logical_id, definition, properties)
            self.journal.append(("replaced", logical_id, before))
        else:
            self.journal.append(("updated", logical_id, before))
            self.made[logical_id] = self.update(logical_id, definition, properties, before, changed)
        self.event(logical_id, kind, "UPDATE_COMPLETE", physical_id=self.made[logical_id]["PhysicalResourceId"])

    def update(self, logical_id: str, definition: dict, properties: dict, before: dict, changed: set[str]) -> dict:
        kind, given = definition["Type"], Properties(properties)
        given.origin = Origin(self.stack_id, logical_id, definition)
        if RESOURCES[kind].update is None:
            raise ValueError(f"the local AWS does not play an update of {kind} {', '.join(sorted(changed))}")
        with self.working_for(logical_id, kind, "update"):
            attributes = RESOURCES[kind].update(before["PhysicalResourceId"], given, before["Properties"]) or {}
        if unread := given.unread(kind, changed):
            raise ValueError(f"the local AWS does not play an update of {kind} {', '.join(unread)}")
        attributes = {**before["Attributes"], **attributes}
        return self.record(logical_id, definition, properties, before["PhysicalResourceId"], attributes)

    def clean_up(self) -> None:
        """After a success, what was replaced or removed goes, last made first; a delete that fails here fails no stack."""
        replaced = [(name, before) for what, name, before in reversed(self.journal) if what == "replaced"]
        gone = [name for name in reversed(list(self.made)) if name not in self.template["Resources"] or not self.conditions.get(
            self.template["Resources"][name].get("Condition"), True)]  # fmt: skip
        if replaced or gone:
            self.status(f"{self.verb}_COMPLETE_CLEANUP_IN_PROGRESS")
        for name, before in replaced:
            if before["_definition"].get("UpdateReplacePolicy", "Delete") == "Delete":
                self.try_to_remove(name, before)
        for name in self.in_delete_order(gone, self.old_template):
            self.remove_unless_retained(name)
        self.status(f"{self.verb}_COMPLETE")

    # --- back ----------------------------------------------------------------------------------------------------

    def back(self, previous_stack: dict | None) -> None:
        """Newest first: what was made is deleted, what was changed is changed back, what was replaced takes its place again."""
        prefix = "" if self.verb == "CREATE" else f"{self.verb}_"
        self.status(f"{prefix}ROLLBACK_IN_PROGRESS", self.stack["StackStatusReason"])
        failures = [name for what, name, before in reversed(self.journal) if not self.undo(what, name, before)]
        if previous_stack:
            self.stack |= {name: previous_stack[name] for name in ("_template", "_template_body", "_resolved_params", "Outputs")}
            self.stack["Parameters"] = [{"ParameterKey": name, "ParameterValue": value["Value"], "NoEcho": value["NoEcho"]}
                                        for name, value in previous_stack["_resolved_params"].items()]  # fmt: skip
        self.stack["_resources"] = self.made
        self.status(f"{prefix}ROLLBACK_FAILED" if failures else f"{prefix}ROLLBACK_COMPLETE")

    def undo(self, what: str, name: str, before: dict | None) -> bool:
        try:
            if what == "imported":
                self.made.pop(name)
            elif what == "updated":
                self.made[name] = self.change_back(name, before)
            elif what == "replaced":
                self.try_to_remove(name, self.made[name])
                self.made[name] = before
            # RetainExceptOnCreate deletes what this very operation made; Retain keeps even that.
            elif self.made[name]["_definition"].get("DeletionPolicy") != "Retain":
                self.remove(name, self.made[name])
            return True
        except Exception as error:
            self.event(name, self.made[name]["ResourceType"], "DELETE_FAILED", str(error))
            return False

    def change_back(self, name: str, before: dict) -> dict:
        now, old = self.made[name], before["Properties"]
        changed = {key for key in old.keys() | now["Properties"].keys() if old.get(key) != now["Properties"].get(key)}
        properties = old
        if self.made[name] is before or not changed:  # failed inside its own update: what it became is unknown
            properties, now = old, {**before, "Properties": self.properties(self.template["Resources"][name])}
        given = Properties(properties)
        given.origin = Origin(self.stack_id, name, before["_definition"])
        with self.working_for(name, before["ResourceType"], "update"):
            attributes = RESOURCES[before["ResourceType"]].update(before["PhysicalResourceId"], given, now["Properties"]) or {}
        self.event(name, before["ResourceType"], "UPDATE_COMPLETE", physical_id=before["PhysicalResourceId"])
        return {**before, "Attributes": {**before["Attributes"], **attributes}}

    # --- delete --------------------------------------------------------------------------------------------------

    def delete_all(self) -> None:
        self.status("DELETE_IN_PROGRESS")
        failed = []
        for name in self.in_delete_order(list(self.made), self.template):
            try:
                self.remove_unless_retained(name, strict=True)
            except Exception as error:
                self.event(name, self.made[name]["ResourceType"], "DELETE_FAILED", str(error))
                failed.append(name)
        if failed:
            self.stack["StackStatusReason"] = f"The following resource(s) failed to delete: [{', '.join(failed)}]."
            return self.status("DELETE_FAILED", self.stack["StackStatusReason"])
        for output in self.stack.get("Outputs", []):
            _exports.pop(output.get("ExportName"), None)
        self.status("DELETE_COMPLETE")

    def in_delete_order(self, names: list[str], template: dict) -> list[str]:
        ordered = _topological_sort(template.get("Resources", {}), conditions.evaluate(template, self.parameters)) if template else []
        return [name for name in reversed(ordered) if name in names and name in self.made]

    def remove_unless_retained(self, name: str, strict: bool = False) -> None:
        record = self.made[name]
        if record["_definition"].get("DeletionPolicy", "Delete") == "Delete":
            (self.remove if strict else self.try_to_remove)(name, record)
        else:
            self.event(name, record["ResourceType"], "DELETE_SKIPPED", physical_id=record["PhysicalResourceId"])
        self.made.pop(name)

    def remove(self, name: str, record: dict) -> None:
        kind, physical_id = record["ResourceType"], record["PhysicalResourceId"]
        self.event(name, kind, "DELETE_IN_PROGRESS", physical_id=physical_id)
        if RESOURCES[kind].delete:
            with self.working_for(name, kind, "delete"):
                RESOURCES[kind].delete(physical_id, record["Properties"])
        self.event(name, kind, "DELETE_COMPLETE", physical_id=physical_id)

    def try_to_remove(self, name: str, record: dict) -> None:
        try:
            self.remove(name, record)
        except Exception as error:
            self.event(name, record["ResourceType"], "DELETE_FAILED", str(error))

    # --- what all of them use ------------------------------------------------------------------------------------

    def working_for(self, logical_id: str, kind: str, verb: str):
        return calls.by("cloudformation", stack=self.name, logicalId=logical_id, type=kind, verb=verb)

    def properties(self, definition: dict) -> dict:
        return without_nothing(self.resolve(definition.get("Properties", {})))

    def resolve(self, value):
        self.check_attributes(value)
        return _resolve_refs(copy.deepcopy(value), self.made, self.parameters, self.conditions,
                             self.template.get("Mappings", {}), self.name, self.stack_id)  # fmt: skip

    def check_attributes(self, value) -> None:
        """MiniStack answers an attribute that nobody gave with the physical id; a deploy must not pass on a guess."""
        if isinstance(value, list):
            for item in value:
                self.check_attributes(item)
        elif isinstance(value, dict):
            if isinstance(found := value.get("Fn::GetAtt"), list):
                record = self.made.get(found[0])
                if record and ".".join(found[1:]) not in record["Attributes"]:
                    raise ValueError(f"the local AWS gives no attribute {'.'.join(found)} ({record['ResourceType']})")
            for item in value.values():
                self.check_attributes(item)

    def publish_outputs(self) -> None:
        outputs = [self.output(name, row) for name, row in self.template.get("Outputs", {}).items()
                   if self.conditions.get(row.get("Condition"), True)]  # fmt: skip
        kept = {row["ExportName"] for row in outputs if "ExportName" in row}
        for row in self.stack.get("Outputs", []):
            if row.get("ExportName") and row["ExportName"] not in kept:
                _exports.pop(row["ExportName"], None)
        for row in outputs:
            if "ExportName" in row:
                _exports[row["ExportName"]] = {"StackId": self.stack_id, "Name": row["ExportName"], "Value": row["OutputValue"]}
        self.stack["Outputs"] = outputs
        self.stack["Description"] = self.template.get("Description", "")

    def output(self, name: str, row: dict) -> dict:
        out = {"OutputKey": name, "OutputValue": str(self.resolve(row["Value"])), "Description": row.get("Description", "")}
        return {**out, "ExportName": str(self.resolve(row["Export"]["Name"]))} if "Export" in row else out

    def record(self, logical_id, definition, properties, physical_id, attributes) -> dict:
        return {
            "PhysicalResourceId": physical_id,
            "ResourceType": definition["Type"],
            "ResourceStatus": f"{self.verb}_COMPLETE",
            "LogicalResourceId": logical_id,
            "Properties": properties,
            "Attributes": attributes,
            "Timestamp": now_iso(),
            "_definition": definition,
        }

    def event(self, logical_id: str, kind: str, status: str, reason: str = "", physical_id: str = "") -> None:
        _add_event(self.stack_id, self.name, logical_id, kind, status, reason, physical_id)

    def status(self, status: str, reason: str = "") -> None:
        """The event first: a client that sees the last status must find the last event."""
        self.event(self.name, "AWS::CloudFormation::Stack", status, reason, self.stack_id)
        self.stack["StackStatus"] = status


class Origin:
    """Which resource of which stack a handler works for, with its policies."""

    def __init__(self, stack_id: str, logical_id: str, definition: dict):
        self.stack_id, self.logical_id = stack_id, logical_id
        self.update_policy = definition.get("UpdatePolicy", {})


def without_nothing(value):
    """Drops what `AWS::NoValue` stands for, at every depth."""
    if isinstance(value, dict):
        return {key: without_nothing(item) for key, item in value.items() if item is not _NO_VALUE}
    return [without_nothing(item) for item in value] if isinstance(value, list) else value


def generated_name(stack: str, logical_id: str) -> str:
    """`stack-Resource-1A2B3C4D5E6F`, short enough for a role (64) and another one each time, as a replacement needs."""
    tail = "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(12))
    return f"{stack[:24]}-{logical_id[:24]}-{tail}"
