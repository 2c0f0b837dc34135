"""Machines that really run: what EC2 does to one is told, a JSON line each, to the process that runs them (../real-machines).

Where moto is looser than EC2 in what boot relies on, it is made strict here: one address for one interface, one machine for one volume.
"""

import json
import os
import subprocess
import threading
import time
from pathlib import Path

from moto.ec2.exceptions import EC2ClientError, VolumeInUseError
from moto.ec2.models import EC2Backend
from moto.ec2.models.instances import Instance
from moto.ec2.responses.elastic_network_interfaces import ElasticNetworkInterfaces

from .services import aws

_telling = threading.Lock()
_runner: subprocess.Popen | None = None


def on() -> bool:
    return _runner is not None


def install() -> None:
    """Starts the process that LOCAL_AWS_MACHINES names. It ends when this one does: its input ends."""
    global _runner
    if "LOCAL_AWS_MACHINES" not in os.environ:
        return
    folder = os.environ["LOCAL_AWS_SOCKETS"]
    _runner = subprocess.Popen([os.environ["LOCAL_AWS_MACHINES"], folder], stdin=subprocess.PIPE, text=True)
    while not Path(folder, "ready").exists():  # who does not read would stop whoever launches
        if _runner.poll() is not None:
            raise SystemExit("local AWS cannot start: what runs its machines ended, see above")
        time.sleep(0.2)
    Instance.terminate = cutting(Instance.terminate)
    EC2Backend.attach_volume = attaching(EC2Backend.attach_volume)
    ElasticNetworkInterfaces.assign_private_ip_addresses = assigning(ElasticNetworkInterfaces.assign_private_ip_addresses)


def socket(name: str) -> str:
    """Unix sockets reach into the machines' own network, ports do not."""
    return str(Path(os.environ["LOCAL_AWS_SOCKETS"]) / f"{name}.sock")


def tell(do: str, instance: str, **what) -> None:
    with _telling:
        print(json.dumps({"do": do, "id": instance, **what}), file=_runner.stdin, flush=True)


def power_on(instance: Instance, user_data: str) -> None:
    interface = instance.nics[0]
    vpc = instance.ec2_backend.get_vpc(interface.subnet.vpc_id)
    tell("start", instance.id, interface=interface.id, mac=interface.mac_address, address=interface.private_ip_address,
         network=vpc.cidr_block, zone=interface.subnet.availability_zone_id, role=instance.iam_instance_profile,
         userData=user_data, names=names())  # fmt: skip


def names() -> dict[str, list[str]]:
    """What the private zones answer, each name with its addresses."""
    route53, found = aws("route53"), {}
    for zone in route53.list_hosted_zones()["HostedZones"]:
        for page in route53.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone["Id"]):
            for row in page["ResourceRecordSets"]:
                if row["Type"] == "A":
                    found[row["Name"].rstrip(".")] = [record["Value"] for record in row["ResourceRecords"]]
    return found


def cutting(terminate):
    def terminate_and_cut(instance: Instance):
        tell("cut", instance.id)
        return terminate(instance)

    return terminate_and_cut


def assigning(assign):
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignPrivateIpAddresses.html: no address twice, unless asked to move."""

    def assign_once(response: ElasticNetworkInterfaces):
        interface, wanted = response._get_param("NetworkInterfaceId"), response._get_param("PrivateIpAddresses", [])
        with _assigning:
            taken = held(response.ec2_backend) & set(wanted)
            if taken and str(response._get_param("AllowReassignment")).lower() != "true":
                raise EC2ClientError("InvalidParameterValue", f"[{min(taken)}] assigned, but move is not allowed.")
            answer = assign(response)
        for address in wanted:
            tell("lead", response.ec2_backend.get_network_interface(interface).instance.id, address=address)
        return answer

    return assign_once


_assigning = threading.Lock()


def held(backend: EC2Backend) -> set[str]:
    return {row["PrivateIpAddress"] for interface in backend.enis.values() for row in interface.private_ip_addresses}


def attaching(attach):
    """A volume in use is refused: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (VolumeInUse)."""

    def attach_once(backend: EC2Backend, volume_id: str, instance_id: str, device_path: str, delete_on_termination: bool = False):
        volume = backend.get_volume(volume_id)
        if volume.attachment:
            raise VolumeInUseError(volume_id, volume.attachment.instance.id)
        attachment = attach(backend, volume_id, instance_id, device_path, delete_on_termination)
        if not delete_on_termination:  # root volumes are the machine's own disk
            tell("attach", instance_id, volume=volume_id)
        return attachment

    return attach_once
