"""Machines of Auto Scaling groups: launch as the launch template says, signal, be refreshed, leave.

Without real machines (real.py) boot is played. The file LOCAL_AWS_CONTROL says how it ends: {"boot": "success"}, "failure", or "none"
(no signal: somebody else boots them and signals); {"boot": {"GROUP": "failure"}} for one group.
"""

import json
import os
import threading
from pathlib import Path

from moto.autoscaling.models import FakeAutoScalingGroup, InstanceState, autoscaling_backends
from moto.core.types import Base64EncodedString

from . import activities, hooks, real, signals
from .services import ACCOUNT, aws, region

_origins: dict[str, object] = {}
_hooks: dict[tuple[str, str], dict] = {}
# Instance to the thread that waits for the end of its boot, or of its drain.
_under_way: dict[str, threading.Thread] = {}


def install() -> None:
    FakeAutoScalingGroup.replace_autoscaling_group_instances = launch
    FakeAutoScalingGroup.active_instances = staying
    FakeAutoScalingGroup.set_desired_capacity = resize
    hooks.install()


def provide_service_linked_role() -> None:
    """Auto Scaling makes its role with the first group of an account, not before.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html
    """
    iam = aws("iam")
    try:
        iam.get_role(RoleName="AWSServiceRoleForAutoScaling")
    except iam.exceptions.NoSuchEntityException:
        iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")


def serve(group: str, origin, lifecycle_hooks: list[dict]) -> None:
    """Remembers whom machines of the group signal, and the hooks that they pass."""
    _origins[group] = origin
    for transition in (hooks.LAUNCHING, hooks.TERMINATING):
        _hooks.pop((group, transition), None)
    _hooks.update({(group, hook["LifecycleTransition"]): hook for hook in lifecycle_hooks})


def launch(group: FakeAutoScalingGroup, count: int, tags: dict) -> list[InstanceState]:
    states = [start(group, {**tags, "aws:autoscaling:groupName": group.name}) for _ in range(count)]
    for state in states:
        group.instance_states.append(state)
        activities.begin(group.name, "Launching a new EC2 instance", state.instance_id)
        boot(group, state)
    return states


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
        block_device_mappings=version.data.get("BlockDeviceMappings", []),
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
    return InstanceState(instance)


def text_of(user_data):
    """moto keeps the user data of a template's later versions as plain text and then refuses to read it."""
    return Base64EncodedString(user_data) if isinstance(user_data, str) else user_data


def boot_result(group: str) -> str:
    control = Path(os.environ["LOCAL_AWS_CONTROL"])
    boot = json.loads(control.read_text()).get("boot", "success") if control.exists() else "success"
    return boot if isinstance(boot, str) else boot.get(group, "success")


def boot(group: FakeAutoScalingGroup, state: InstanceState) -> None:
    """A played boot has ended when this returns; a real one goes on."""
    if not real.on():
        activities.finish(state.instance_id)
        result, origin = boot_result(group.name), _origins.get(group.name)
        if origin and result != "none":
            signals.receive(origin.stack_id, origin.logical_id, state.instance_id, result.upper())
        return
    version = group.ec2_launch_template.get_version(group.launch_template_version)
    action = at_hook(group, state, hooks.LAUNCHING, "Pending:Wait")
    real.power_on(state.instance, text_of(version.data["UserData"]).decode())
    if action:
        meanwhile(state, lambda: serve_or_go(group, state, action.wait()))


def at_hook(group: FakeAutoScalingGroup, state: InstanceState, transition: str, waiting: str) -> hooks.Action | None:
    if hook := _hooks.get((group.name, transition)):
        state.lifecycle_state = waiting
        return hooks.Action(hook, state.instance_id)
    return None


def serve_or_go(group: FakeAutoScalingGroup, state: InstanceState, result: str) -> None:
    if state.lifecycle_state != "Pending:Wait":
        return  # taken away while it booted
    if result == "CONTINUE":
        state.lifecycle_state = "InService"
        activities.finish(state.instance_id)
    else:
        remove(group, state)


def meanwhile(state: InstanceState, do) -> None:
    thread = _under_way[state.instance_id] = threading.Thread(target=do, daemon=True)
    thread.start()


def settle(states: list[InstanceState]) -> list[InstanceState]:
    """Waits for boots and drains that are under way; gives those of the machines that serve then."""
    for state in states:
        if thread := _under_way.pop(state.instance_id, None):
            thread.join()
    return [state for state in states if state.lifecycle_state == "InService"]


def staying(group: FakeAutoScalingGroup) -> list[InstanceState]:
    return [state for state in group.instance_states if not state.lifecycle_state.startswith("Terminat")]


def resize(group: FakeAutoScalingGroup, capacity: int | None) -> None:
    """The oldest leave first; who leaves passes its hook, without anyone waiting for that here.

    Our groups ask for OldestLaunchTemplate, then OldestInstance: mostly the same, but for a template that a refresh went back to.
    https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
    """
    group.desired_capacity = group.min_size if capacity is None else capacity
    present = staying(group)
    surplus = len(present) - (group.desired_capacity or 0)
    if surplus < 0:
        launch(group, -surplus, group.get_propagated_tags())
    for state in present[: max(surplus, 0)]:
        leave(group, state)


def leave(group: FakeAutoScalingGroup, state: InstanceState) -> None:
    activities.begin(group.name, "Terminating EC2 instance", state.instance_id)
    if not real.on() or state.lifecycle_state != "InService":
        return remove(group, state)
    action = at_hook(group, state, hooks.TERMINATING, "Terminating:Wait")
    real.tell("leave", state.instance_id)
    meanwhile(state, lambda: (action and action.wait(), remove(group, state)))


def remove(group: FakeAutoScalingGroup, state: InstanceState) -> None:
    state.lifecycle_state = "Terminated"
    if state in group.instance_states:
        group.instance_states.remove(state)
    state.instance.terminate()
    activities.finish(state.instance_id)


def empty(name: str) -> None:
    """CloudFormation deletes a group by taking its machines away first, through their hooks."""
    group = autoscaling_backends[ACCOUNT][region()].autoscaling_groups[name]
    present = list(group.instance_states)
    group.min_size = 0
    resize(group, 0)
    settle(present)


def version_of(state: InstanceState) -> str:
    tags = {tag["key"]: tag["value"] for tag in state.instance.get_tags()}
    return tags["aws:ec2launchtemplate:version"]
