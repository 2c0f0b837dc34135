"""Machines of Auto Scaling groups: launch as the launch template says, signal, be refreshed. All of it is played.

The file LOCAL_AWS_CONTROL says how boots end: {"boot": "success"}, "failure", or "none" (no signal: somebody else boots them and
signals); {"boot": {"GROUP": "failure"}} for one group.
"""

import json
import os
import time
from pathlib import Path

from moto.autoscaling.models import FakeAutoScalingGroup, InstanceState, autoscaling_backends
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult
from moto.core.types import Base64EncodedString

from . import signals
from .services import ACCOUNT, aws, region

_origins: dict[str, object] = {}
_refreshes: dict[str, list[dict]] = {}


def install() -> None:
    FakeAutoScalingGroup.replace_autoscaling_group_instances = launch
    AutoScalingResponse.describe_instance_refreshes = describe_refreshes


def provide_service_linked_role() -> None:
    """Auto Scaling makes its role with the first group of an account, not before.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html
    """
    iam = aws("iam")
    try:
        iam.get_role(RoleName="AWSServiceRoleForAutoScaling")
    except iam.exceptions.NoSuchEntityException:
        iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")


def serve(group: str, origin) -> None:
    """Remembers whom machines of the group signal."""
    _origins[group] = origin


def launch(group: FakeAutoScalingGroup, count: int, tags: dict) -> None:
    for _ in range(count):
        group.instance_states.append(start(group, {**tags, "aws:autoscaling:groupName": group.name}))


def start(group: FakeAutoScalingGroup, tags: dict) -> InstanceState:
    """One machine from the group's version of its launch template, which moto's own groups follow only in part."""
    version = group.ec2_launch_template.get_version(group.launch_template_version)
    interfaces = version.data.get("NetworkInterfaces", [])
    specifications = {row["ResourceType"]: {tag["Key"]: tag["Value"] for tag in row["Tags"]}
                      for row in version.data.get("TagSpecifications", [])}  # fmt: skip
    backend = group.autoscaling_backend.ec2_backend
    profile = version.data.get("IamInstanceProfile", {}).get("Arn", "")
    [instance] = backend.run_instances(
        version.image_id,
        1,
        text_of(version.data.get("UserData")),
        [],
        instance_type=version.instance_type,
        is_instance_type_default=False,
        placement=group.availability_zones[0],
        subnet_id=None if "NetworkInterfaceId" in interfaces[0] else group.vpc_zone_identifier,
        nics=interfaces,
        launch_template={"LaunchTemplateId": group.ec2_launch_template.id, "Version": group.launch_template_version},
        tags={"instance": {**specifications.get("instance", {}), **tags}, "volume": specifications.get("volume", {})},
        iam_instance_profile=profile.split("/")[-1],
        metadata_options=version.data.get("MetadataOptions", {}),
        monitoring_state="enabled" if version.data.get("Monitoring", {}).get("Enabled") else "disabled",
        instance_initiated_shutdown_behavior=version.data.get("InstanceInitiatedShutdownBehavior"),
    ).instances
    for interface in instance.nics.values():
        if "network-interface" in specifications:
            interface.add_tags(specifications["network-interface"])
    instance.autoscaling_group = group
    end_boot(group.name, instance.id)
    return InstanceState(instance)


def text_of(user_data):
    """moto keeps the user data of a template's later versions as plain text and then refuses to read it."""
    return Base64EncodedString(user_data) if isinstance(user_data, str) else user_data


def boot_result(group: str) -> str:
    control = Path(os.environ["LOCAL_AWS_CONTROL"])
    boot = json.loads(control.read_text()).get("boot", "success") if control.exists() else "success"
    return boot if isinstance(boot, str) else boot.get(group, "success")


def end_boot(group: str, instance: str) -> None:
    result, origin = boot_result(group), _origins.get(group)
    if origin and result != "none":
        signals.receive(origin.stack_id, origin.logical_id, instance, result.upper())


def refresh(name: str, preferences: dict) -> None:
    """One machine after the other: launch first where the maximum allows it, otherwise end first; a failed boot stops it.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html. Real ones wait for hooks, warm-up and bake
    time and watch the alarms; here only the order and the outcome are played. Machines of the wanted version stay.
    """
    group = autoscaling_backends[ACCOUNT][region()].autoscaling_groups[name]
    row = {"InstanceRefreshId": f"refresh-{time.time_ns()}", "AutoScalingGroupName": name, "Status": "InProgress",
           "Preferences": {key: preferences[key] for key in ("MinHealthyPercentage", "MaxHealthyPercentage")}}  # fmt: skip
    _refreshes.setdefault(name, []).insert(0, row)
    outdated = [state for state in list(group.instance_states) if version_of(state) != group.launch_template_version]
    for state in outdated:
        if boot_result(name) == "failure":
            row["Status"] = "Failed"
            if preferences["MaxHealthyPercentage"] <= 100:
                end(group, state)
            raise ValueError(f"Instance refresh of {name} failed: a machine did not boot")
        launch_first = preferences["MaxHealthyPercentage"] > 100
        for step in ((launch_one, end) if launch_first else (end, launch_one)):
            step(group, state)
    row |= {"Status": "Successful", "PercentageComplete": 100}
    missing = (group.desired_capacity or 0) - len(group.instance_states)
    launch(group, max(missing, 0), group.get_propagated_tags())


def launch_one(group: FakeAutoScalingGroup, _state: InstanceState) -> None:
    launch(group, 1, group.get_propagated_tags())


def end(group: FakeAutoScalingGroup, state: InstanceState) -> None:
    group.instance_states.remove(state)
    state.instance.terminate()


def version_of(state: InstanceState) -> str:
    tags = {tag["key"]: tag["value"] for tag in state.instance.get_tags()}
    return tags["aws:ec2launchtemplate:version"]


def describe_refreshes(response: AutoScalingResponse) -> ActionResult:
    """moto has no instance refresh; the played ones are shown."""
    return ActionResult({"InstanceRefreshes": _refreshes.get(response._get_param("AutoScalingGroupName"), [])})
