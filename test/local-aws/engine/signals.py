"""Success and failure signals of creation policies.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html: the stack waits for
`Count` success signals until `Timeout`; one failure signal fails the resource at once. One per unique id counts.
"""

import re
import threading
from collections import defaultdict

_changed = threading.Condition()
_received: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)


def receive(stack_id: str, logical_id: str, unique_id: str, status: str) -> None:
    with _changed:
        _received[stack_id, logical_id][unique_id] = status
        _changed.notify_all()


def forget(stack_id: str, logical_id: str) -> None:
    _received.pop((stack_id, logical_id), None)


def wait(stack_id: str, logical_id: str, policy: dict) -> list[str]:
    """Who has sent a success."""
    wanted, timeout = int(policy.get("Count", 1)), seconds(policy.get("Timeout", "PT5M"))

    def decided() -> bool:
        answers = list(_received[stack_id, logical_id].values())
        return "FAILURE" in answers or answers.count("SUCCESS") >= wanted

    with _changed:
        if not _changed.wait_for(decided, timeout):
            have = len(_received[stack_id, logical_id])
            raise ValueError(f"Failed to receive {wanted} resource signal(s) within the specified duration, got {have}")
        answers = dict(_received[stack_id, logical_id])
    failed = list(answers.values()).count("FAILURE")
    if failed:
        raise ValueError(f"Received {failed} FAILURE signal(s) out of {wanted}. Unable to satisfy 100% "
                         "MinSuccessfulInstancesPercent requirement")  # fmt: skip
    return list(answers)


def seconds(duration: str) -> int:
    """`PT20M` -> 1200."""
    match = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", duration)
    if not match:
        raise ValueError(f"{duration} is not a duration")
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + rest
