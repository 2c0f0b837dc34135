"""Where moto is wrong rather than thin, each with what AWS does instead."""

import json

from moto.ec2.models.instances import Instance
from moto.iam.access_control import PermissionResult
from moto.route53 import models as route53
from moto.s3.models import FakeBucket


def install() -> None:
    # moto evaluates a bucket policy's Deny without its Condition, so "TLS only" would refuse every call.
    FakeBucket.get_permission = lambda *_: PermissionResult.NEUTRAL
    FakeBucket._log_permissions_enabled_policy = staticmethod(may_deliver_logs)
    # Ids of hosted zones begin with Z: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html
    make_id = route53.create_route53_zone_id
    route53.create_route53_zone_id = lambda *arguments, **named: "Z" + make_id(*arguments, **named)[1:]
    Instance.terminate = releasing(Instance.terminate)


def may_deliver_logs(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html; moto reads no list of resources
    and stumbles over the principal `*`."""
    wanted = {f"{target_bucket.arn}/{target_prefix or ''}*", f"{target_bucket.arn}/*"}
    for statement in json.loads(target_bucket.policy or b'{"Statement": []}')["Statement"]:
        principal, resources = statement.get("Principal"), statement.get("Resource", [])
        resources = {resources} if isinstance(resources, str) else set(resources)
        if statement["Effect"] == "Allow" and principal == {"Service": "logging.s3.amazonaws.com"} and wanted & resources:
            return True
    return False


def releasing(terminate):
    """EC2 lets go of an interface that is to stay: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html"""

    def terminate_and_release(instance: Instance):
        state = terminate(instance)
        for interface in [one for one in instance.nics.values() if not one.delete_on_termination]:
            instance.detach_eni(interface)
        return state

    return terminate_and_release
