"""Import: what exists becomes part of a stack; and the change sets that afterwards make it what the template says.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-manually.html: each needs a deletion policy, its
identifier must exist and belong to no other stack, and nothing of it is changed.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html: a change set with the mode REVERT_DRIFT
also updates what differs from an unchanged template. Here that is taken to be every resource that was imported.
"""

import re

from ministack.services.cloudformation import _change_sets, _stacks, changesets
from ministack.services.cloudformation.helpers import _p

IDENTIFIER = re.compile(r"ResourcesToImport\.member\.(\d+)\.ResourceIdentifier\.entry\.1\.value")


def create_change_set(params):
    name = _p(params, "StackName")
    _remember_deleted(name)
    if _p(params, "ChangeSetType") == "IMPORT":
        live = name in _stacks and _stacks[name]["StackStatus"] not in ("DELETE_COMPLETE", "REVIEW_IN_PROGRESS")
        answer = changesets._create_change_set({**params, "ChangeSetType": ["UPDATE" if live else "CREATE"]})
        if answer[0] == 200:
            _stacks[name]["_imports"] = _asked(params)
        return answer
    answer = changesets._create_change_set(params)
    if answer[0] == 200 and _p(params, "DeploymentMode") == "REVERT_DRIFT":
        _also_revert(name)
    return answer


def _remember_deleted(name: str) -> None:
    """A deleted stack answers to its id for 90 days; MiniStack forgets it when its name is used again."""
    stack = _stacks.get(name)
    if stack and stack["StackStatus"] == "DELETE_COMPLETE":
        _stacks[stack["StackId"]] = stack


def _asked(params) -> dict[str, str]:
    """Identifier by logical id."""
    rows = (IDENTIFIER.fullmatch(key) for key in params)
    return {_p(params, f"ResourcesToImport.member.{row[1]}.LogicalResourceId"): _p(params, row[0]) for row in rows if row}


def _also_revert(name: str) -> None:
    stack, change_set = _stacks[name], list(_change_sets.values())[-1]
    drifted = {logical_id: record for logical_id, record in stack["_resources"].items() if record.get("_adopted")}
    known = {row["ResourceChange"]["LogicalResourceId"] for row in change_set["Changes"]}
    stack["_revert"] = set(drifted)
    change_set["Changes"] += [
        {"ResourceChange": {"Action": "Modify", "LogicalResourceId": logical_id, "ResourceType": record["ResourceType"],
                            "Replacement": "False"}} for logical_id, record in drifted.items() if logical_id not in known]  # fmt: skip
    if drifted:
        change_set |= {"Status": "CREATE_COMPLETE", "ExecutionStatus": "AVAILABLE", "StatusReason": ""}


def refuse_unless_free(kind: str, definition: dict, physical_id: str) -> None:
    if "DeletionPolicy" not in definition:
        raise ValueError("a resource that is imported needs a DeletionPolicy")
    for stack in _stacks.values():
        for record in stack["_resources"].values():
            if record["ResourceType"] == kind and record["PhysicalResourceId"] == physical_id:
                raise ValueError(f"{physical_id} is part of the stack {stack['StackName']}")
