"""Scaling activities: what a group did, with the times that show in which order.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Activity.html. moto answers with an empty list.
"""

from collections import defaultdict
from datetime import UTC, datetime

from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult

_rows: dict[str, list[dict]] = defaultdict(list)
_open: dict[str, dict] = {}


def install() -> None:
    AutoScalingResponse.describe_scaling_activities = describe


def begin(group: str, what: str, instance: str) -> None:
    row = {"ActivityId": f"activity-{len(_rows[group])}", "AutoScalingGroupName": group, "Description": f"{what}: {instance}",
           "Cause": "played", "StartTime": datetime.now(UTC), "StatusCode": "InProgress"}  # fmt: skip
    _rows[group].insert(0, row)
    _open[instance] = row


def finish(instance: str) -> None:
    if row := _open.pop(instance, None):
        row |= {"EndTime": datetime.now(UTC), "StatusCode": "Successful"}


def describe(response: AutoScalingResponse) -> ActionResult:
    return ActionResult({"Activities": _rows[response._get_param("AutoScalingGroupName")]})
