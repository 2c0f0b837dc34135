"""Where MiniStack's CloudFormation is told to do otherwise: templates from moto's S3, our stack life, four more actions.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html.
"""

import re
from urllib.parse import urlparse

from ministack.services import ssm
from ministack.services.cloudformation import _stacks, changesets, handlers
from ministack.services.cloudformation.helpers import _error, _p, _xml

from . import conditions, imports, life, parameters, schema, signals
from .services import aws


def install() -> None:
    for module in (handlers, changesets):
        module._resolve_template = read_template
        module._resolve_parameters = parameters.resolve
        module._evaluate_conditions = conditions.evaluate
        module._deploy_stack_async = life.deploy
    handlers._delete_stack_async = life.delete
    changesets._diff_resources = differences
    handlers._ACTION_HANDLERS |= {
        "CreateChangeSet": imports.create_change_set,
        "DeleteStack": delete_stack,
        "DeleteChangeSet": delete_change_set,
        "DescribeStacks": describe_stacks,
        "UpdateTerminationProtection": protect,
        "SignalResource": signal,
    }
    ssm.resolve_parameter_value = read_parameter


def read_template(params):
    """The CDK CLI uploads templates to the bootstrap bucket, which is moto's."""
    if body := _p(params, "TemplateBody"):
        return body, None
    if not (url := _p(params, "TemplateURL")):
        return None, None
    bucket, key = urlparse(url).path.lstrip("/").split("/", 1)
    return aws("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode(), None


def read_parameter(name: str) -> str:
    """For template parameters of type `AWS::SSM::Parameter::Value`: the store is moto's."""
    return aws("ssm").get_parameter(Name=name)["Parameter"]["Value"]


def find(name_or_arn: str) -> dict | None:
    """The CDK CLI names stacks by ARN."""
    stack = _stacks.get(name_or_arn.split("/")[1] if name_or_arn.startswith("arn:") else name_or_arn)
    return stack if stack and name_or_arn in (stack["StackId"], stack["StackName"]) else None


def delete_stack(params):
    stack = find(_p(params, "StackName"))
    if not stack:
        return handlers._delete_stack(params)
    if stack.get("_protected"):
        return _error("ValidationError", f"Stack [{stack['StackName']}] cannot be deleted while TerminationProtection is enabled")
    answer = handlers._delete_stack({**params, "StackName": [stack["StackName"]]})
    if answer[0] == 200 and stack["StackStatus"] != "DELETE_COMPLETE":
        stack["StackStatus"] = "DELETE_IN_PROGRESS"
    return answer


def delete_change_set(params):
    """Deleting one that is not there is no error: the CDK CLI does so before each deploy of a stack that exists."""
    answer = changesets._delete_change_set(params)
    return answer if answer[0] == 200 else _xml(200, "DeleteChangeSetResponse", "")


def describe_stacks(params):
    status, headers, body = handlers._describe_stacks(params)

    def with_protection(match):
        protected = str(bool((find(match.group(1)) or {}).get("_protected"))).lower()
        return f"{match.group(0)}<EnableTerminationProtection>{protected}</EnableTerminationProtection>"

    return status, headers, re.sub(r"<StackId>(.*?)</StackId>", with_protection, body.decode()).encode()


def protect(params):
    stack = find(_p(params, "StackName"))
    if not stack:
        return _error("ValidationError", f"Stack [{_p(params, 'StackName')}] does not exist")
    stack["_protected"] = _p(params, "EnableTerminationProtection") == "true"
    inner = f"<UpdateTerminationProtectionResult><StackId>{stack['StackId']}</StackId></UpdateTerminationProtectionResult>"
    return _xml(200, "UpdateTerminationProtectionResponse", inner)


def signal(params):
    stack = find(_p(params, "StackName"))
    if not stack:
        return _error("ValidationError", f"Stack [{_p(params, 'StackName')}] does not exist")
    signals.receive(stack["StackId"], _p(params, "LogicalResourceId"), _p(params, "UniqueId"), _p(params, "Status"))
    return _xml(200, "SignalResourceResponse", "")


def differences(old: dict, new: dict) -> list[dict]:
    """Changes of a change set. MiniStack compares properties only; policies of a resource count too."""
    before, after = old.get("Resources", {}), new.get("Resources", {})
    return [_change(name, before.get(name), after.get(name)) for name in sorted(before.keys() | after.keys())
            if before.get(name) != after.get(name)]  # fmt: skip


def _change(name: str, before: dict | None, after: dict | None) -> dict:
    action = "Add" if before is None else "Remove" if after is None else "Modify"
    row = {"Action": action, "LogicalResourceId": name, "ResourceType": (after or before)["Type"], "Replacement": ""}
    if action == "Modify":
        effect, _ = schema.effect(row["ResourceType"], before.get("Properties", {}), after.get("Properties", {}))
        row["Replacement"] = "True" if effect == "replace" else "False"
    return {"ResourceChange": row}
