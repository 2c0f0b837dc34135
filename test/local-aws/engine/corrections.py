"""Where moto is wrong rather than thin, each with what AWS does instead."""

import json

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import elastic_network_interfaces as interfaces
from moto.ec2.models.instances import Instance
from moto.iam.access_control import PermissionResult
from moto.route53 import models as route53
from moto.s3.models import FakeBucket, S3Backend


def install() -> None:
    # moto evaluates a bucket policy's Deny without its Condition, so "TLS only" would refuse every call.
    FakeBucket.get_permission = lambda *_: PermissionResult.NEUTRAL
    FakeBucket._log_permissions_enabled_policy = staticmethod(may_deliver_logs)
    # Access logs arrive hours later, so a bucket for them is empty in a first deploy, where moto fills it with the very calls of the
    # deploy: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
    S3Backend.log_incoming_request = lambda *_: None
    # Ids of hosted zones begin with Z: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html
    make_id = route53.create_route53_zone_id
    route53.create_route53_zone_id = lambda *arguments, **named: "Z" + make_id(*arguments, **named)[1:]
    route53.FakeZone.delete_rrset = forgetting(route53.FakeZone.delete_rrset)
    Instance.terminate = releasing(Instance.terminate)
    interfaces.NetworkInterfaceBackend.create_network_interface = given_once(interfaces.NetworkInterfaceBackend.create_network_interface)


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


def forgetting(delete):
    """A deleted record may be created again; moto remembers it as long as the zone holds another:
    https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html"""

    def delete_and_forget(zone, record):
        delete(zone, record)
        gone = (record["Name"].rstrip("."), record["Type"])
        sets = [(change, change["ResourceRecordSet"]) for change in zone.rr_changes]
        zone.rr_changes[:] = [change for change, row in sets if (row["Name"].rstrip("."), row["Type"]) != gone]

    return delete_and_forget


def releasing(terminate):
    """EC2 lets go of an interface that is to stay: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html"""

    def terminate_and_release(instance: Instance):
        state = terminate(instance)
        for interface in [one for one in instance.nics.values() if not one.delete_on_termination]:
            instance.detach_eni(interface)
        return state

    return terminate_and_release


def given_once(create):
    """EC2 gives an address to one interface: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html"""

    def create_unless_in_use(backend, subnet, private_ip_address, *arguments, **named):
        place = getattr(subnet, "id", subnet)
        for interface in backend.enis.values():
            held = {row["PrivateIpAddress"] for row in interface.private_ip_addresses}
            if interface.subnet.id == place and private_ip_address in held:
                raise EC2ClientError("InvalidIPAddress.InUse", f"Address {private_ip_address} is in use.")
        return create(backend, subnet, private_ip_address, *arguments, **named)

    return create_unless_in_use
