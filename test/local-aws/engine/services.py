"""Clients, one for each service and region, and the account that everything happens in."""

import os
from functools import cache

import boto3
from botocore.config import Config
from ministack.core.responses import get_region

from . import calls

ACCOUNT = os.environ["LOCAL_AWS_ACCOUNT"]
MOTO = f"http://127.0.0.1:{os.environ['LOCAL_AWS_PORT']}"
MINISTACK = f"http://127.0.0.1:{os.environ['LOCAL_AWS_CLOUDFORMATION_PORT']}"
RUN_BY_MINISTACK = ("stepfunctions", "scheduler")


@cache
def _client(service: str, region: str):
    config = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}, user_agent_extra=calls.ENGINE)
    endpoint = MINISTACK if service in RUN_BY_MINISTACK else MOTO
    client = boto3.client(service, endpoint_url=endpoint, region_name=region, config=config)
    calls.watch(client)
    return client


def aws(service: str):
    """Client in the region of the stack at work."""
    return _client(service, get_region())


def region() -> str:
    return get_region()


def zone_name(zone_id: str) -> str:
    """`use1-az1` -> the name that this account's EC2 gives it."""
    zones = aws("ec2").describe_availability_zones(Filters=[{"Name": "zone-id", "Values": [zone_id]}])
    if not zones["AvailabilityZones"]:
        raise ValueError(f"zone {zone_id} does not exist in {region()}")
    return zones["AvailabilityZones"][0]["ZoneName"]
