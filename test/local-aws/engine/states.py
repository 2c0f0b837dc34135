"""Step Functions and EventBridge Scheduler are MiniStack's; what a state machine calls is moto's, and JSONata is the library's.

MiniStack evaluates a small part of JSONata by itself; jsonata-python is a port of the reference implementation. Followed:
https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html and
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
"""

import os
import time
from functools import cache
from types import SimpleNamespace

import jsonata
from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError
from ministack.services import scheduler, stepfunctions
from ministack.services.stepfunctions import _ExecutionError

from . import calls
from .resource import shape
from .services import aws


# MiniStack lets every run wait this long before its first state, in seconds; a year of runs would be minutes of nothing.
PAUSE_BEFORE_RUN = 0.15


def install() -> None:
    if os.environ.get("LOCAL_AWS_SCHEDULES") == "off":
        scheduler._tick_schedules = lambda: None
    jsonata.Jsonata.Frame.lookup = look_up
    stepfunctions.time = SimpleNamespace(monotonic=time.monotonic, time=time.time, sleep=sleep)
    stepfunctions._invoke_aws_sdk_integration = call
    stepfunctions._evaluate_jsonata = evaluate
    stepfunctions._execute_map = execute_map


_map_of_paths = stepfunctions._execute_map


def look_up(frame: jsonata.Jsonata.Frame, name: str):
    """The library's own, without a call for each frame: a third of the time of an evaluation."""
    while frame is not None:
        if name in frame.bindings:
            return frame.bindings[name]
        frame = frame.parent
    return None


def sleep(seconds: float) -> None:
    if seconds != PAUSE_BEFORE_RUN:
        time.sleep(seconds)


def execute_map(state, given, execution, context):
    """A Map in JSONata: MiniStack knows only the one whose items are a path. Its items become the input, its output is ours."""
    if "Items" not in state:
        return _map_of_paths(state, given, execution, context)
    items = stepfunctions._apply_jsonata_template(state["Items"], given, context)
    result, following = _map_of_paths({**state, "ItemsPath": "$"}, list(items or []), execution, context)
    return stepfunctions._apply_jsonata_output(state, given, context, result=result, default=result), following


def call(resource: str, arguments: dict) -> dict:
    """`arn:aws:states:::aws-sdk:autoscaling:updateAutoScalingGroup`: any action of any service that moto has."""
    service, action = resource.split("aws-sdk:")[1].split(":")[:2]
    client, operation = aws(service), action[0].upper() + action[1:]
    try:
        with calls.by("state-machine"):
            answer = getattr(client, xform_name(operation))(**shape(client, operation, arguments))
    except ClientError as error:
        name = service.replace("autoscaling", "AutoScaling")
        raise _ExecutionError(f"{name}.{error.response['Error']['Code']}", str(error)) from error
    except ResponseParserError as error:  # moto broke down: to a caller that is an error of the service
        raise _ExecutionError("States.TaskFailed", str(error)) from error
    answer.pop("ResponseMetadata")
    return plain(answer)


def plain(value):
    """What JSON can hold: a state machine sees times as text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


@cache
def parsed(expression: str) -> jsonata.Jsonata:
    return jsonata.Jsonata(expression)


def evaluate(expression: str, given, context=None, result=None, error_output=None):
    """https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html: `$states` and the assigned variables."""
    context = context or {}
    compiled = parsed(expression)
    frame = compiled.create_frame()
    states = {"input": given, "result": result, "errorOutput": error_output, "context": context}
    for name, value in {"states": states, **context.get("variables", {})}.items():
        frame.bind(name, value)
    try:
        return compiled.evaluate(None, frame)
    except Exception as error:
        raise _ExecutionError("States.QueryEvaluationError", str(error)) from error
