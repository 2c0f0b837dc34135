"""Lifecycle hooks of machines that really boot: who waits, for how long, and what a machine answers.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html: an action waits until it is completed; each heartbeat
starts its timeout again; a machine that stays silent gets the default result. Machines that are played have no open actions.
"""

import threading
import time

from moto.autoscaling.exceptions import ValidationError
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult

LAUNCHING, TERMINATING = "autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING"

_changed = threading.Condition()
_open: dict[tuple[str, str], "Action"] = {}


def install() -> None:
    AutoScalingResponse.complete_lifecycle_action = complete
    AutoScalingResponse.record_lifecycle_action_heartbeat = heartbeat


class Action:
    """One machine at one hook. Opened before the machine can know of it."""

    def __init__(self, hook: dict, instance: str):
        self.timeout, self.default = float(hook["HeartbeatTimeout"]), hook["DefaultResult"]
        self.key, self.result = (instance, hook["LifecycleHookName"]), None
        self.beat()
        _open[self.key] = self

    def beat(self) -> None:
        self.deadline = time.monotonic() + self.timeout

    def wait(self) -> str:
        with _changed:
            while self.result is None and (left := self.deadline - time.monotonic()) > 0:
                _changed.wait(left)
            _open.pop(self.key, None)
        return self.result or self.default


def complete(response: AutoScalingResponse) -> ActionResult:
    with _changed:
        _asked(response).result = response._get_param("LifecycleActionResult")
        _changed.notify_all()
    return ActionResult({})


def heartbeat(response: AutoScalingResponse) -> ActionResult:
    with _changed:
        _asked(response).beat()
        _changed.notify_all()
    return ActionResult({})


def _asked(response: AutoScalingResponse) -> Action:
    key = response._get_param("InstanceId"), response._get_param("LifecycleHookName")
    if key not in _open:
        raise ValidationError(f"No active Lifecycle Action found with instance ID {key[0]}")
    return _open[key]
