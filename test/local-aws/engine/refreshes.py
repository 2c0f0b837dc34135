"""Instance refreshes: by the update policy of a stack, which waits for them, or by StartInstanceRefresh, which does not.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html. One machine after the other: launch first where
the maximum allows it, otherwise end first; a boot that fails stops it. Real machines are waited for, through their hooks; warm-up and
bake time are left out. Alarms are looked at between two machines, of a refresh that was started by a call. Going back:
https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html.
"""

import threading
import time
from datetime import UTC, datetime

from moto.autoscaling.models import FakeAutoScalingGroup, InstanceState, autoscaling_backends
from moto.autoscaling.responses import AutoScalingResponse
from moto.cloudwatch.models import cloudwatch_backends
from moto.core.responses import ActionResult

from . import machines, real
from .services import ACCOUNT, region

_refreshes: dict[str, list[dict]] = {}
# A refresh that was started by a call must last long enough to be seen, and to be stopped.
STEP_SECONDS = 1.1


class Stopped(ValueError):
    pass


def install() -> None:
    AutoScalingResponse.describe_instance_refreshes = describe
    AutoScalingResponse.start_instance_refresh = start


def refresh(name: str, preferences: dict) -> None:
    """Until its end. Machines of the wanted version stay."""
    group = autoscaling_backends[ACCOUNT][region()].autoscaling_groups[name]
    run(group, _row(name, preferences), preferences, outdated=_outdated, between=lambda: None)


def start(response: AutoScalingResponse) -> ActionResult:
    name, preferences = response._get_param("AutoScalingGroupName"), response._get_param("Preferences", {})
    group = autoscaling_backends[ACCOUNT][response.region].autoscaling_groups[name]
    row, alarms = _row(name, preferences), preferences.get("AlarmSpecification", {}).get("Alarms", [])
    outdated = _outdated if preferences.get("SkipMatching") else list
    before = group.launch_template_version
    _launches(group, response._get_param("DesiredConfiguration", {}).get("LaunchTemplate", {}).get("Version", before))

    def between() -> None:
        time.sleep(STEP_SECONDS)
        for alarm in alarms:
            if cloudwatch_backends[ACCOUNT][response.region].alarms[alarm].state_value == "ALARM":
                raise Stopped(f"Alarm {alarm} is in the ALARM state")

    def carry_out() -> None:
        """Who started it reads its status."""
        try:
            run(group, row, preferences, outdated, between)
        except ValueError:
            if preferences.get("AutoRollback"):
                _go_back(group, before, row, preferences)

    threading.Thread(target=carry_out, daemon=True).start()
    return ActionResult({"InstanceRefreshId": row["InstanceRefreshId"]})


def _row(name: str, preferences: dict) -> dict:
    row = {"InstanceRefreshId": f"refresh-{time.time_ns()}", "AutoScalingGroupName": name, "Status": "InProgress",
           "StartTime": datetime.now(UTC),
           "Preferences": {key: preferences[key] for key in ("MinHealthyPercentage", "MaxHealthyPercentage")}}  # fmt: skip
    _refreshes.setdefault(name, []).insert(0, row)
    return row


def _outdated(states: list[InstanceState]) -> list[InstanceState]:
    return [state for state in states if machines.version_of(state) != state.instance.autoscaling_group.launch_template_version]


def run(group: FakeAutoScalingGroup, row: dict, preferences: dict, outdated, between) -> None:
    machines.settle(list(group.instance_states))
    launch_first = preferences["MaxHealthyPercentage"] > 100
    try:
        for state in outdated(group.instance_states):
            for step in ((_bring_one, _end) if launch_first else (_end, _bring_one)):
                between()
                step(group, state)
        missing = max((group.desired_capacity or 0) - len(machines.staying(group)), 0)
        if len(machines.settle(machines.launch(group, missing, group.get_propagated_tags()))) < missing:
            raise ValueError(f"{group.name} lacks machines: their boot failed")
    except ValueError as error:
        row |= {"Status": "Failed", "StatusReason": str(error), "EndTime": datetime.now(UTC)}
        raise
    row |= {"Status": "Successful", "PercentageComplete": 100, "EndTime": datetime.now(UTC)}


def _launches(group: FakeAutoScalingGroup, version: str) -> None:
    group.launch_template_version = group.provided_launch_template_version = version


def _go_back(group: FakeAutoScalingGroup, version: str, row: dict, preferences: dict) -> None:
    reason = row["StatusReason"]
    _launches(group, version)
    row["Status"] = "RollbackInProgress"
    try:
        run(group, row, preferences, _outdated, between=lambda: None)
        row |= {"Status": "RollbackSuccessful", "StatusReason": reason}
    except ValueError:
        row |= {"Status": "RollbackFailed", "StatusReason": reason}


def _bring_one(group: FakeAutoScalingGroup, _outdated: InstanceState) -> None:
    played_failure = not real.on() and machines.boot_result(group.name) == "failure"
    if played_failure or not machines.settle(machines.launch(group, 1, group.get_propagated_tags())):
        raise ValueError(f"Instance refresh of {group.name} failed: a machine did not boot")


def _end(group: FakeAutoScalingGroup, state: InstanceState) -> None:
    machines.leave(group, state)
    machines.settle([state])


def describe(response: AutoScalingResponse) -> ActionResult:
    """moto has no instance refresh; the played ones are shown."""
    return ActionResult({"InstanceRefreshes": _refreshes.get(response._get_param("AutoScalingGroupName"), [])})
