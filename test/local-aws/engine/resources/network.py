"""EC2: VPC, subnets, routes, endpoints, flow logs, security groups, interfaces."""

import json

from ..resource import Properties, Resource, shape
from ..services import aws, zone_name


def tagged(kind: str, properties: Properties) -> dict:
    tags = properties.get("Tags")
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tags}]} if tags else {}


def retag(identifier: str, properties: Properties, _old: dict | None = None) -> None:
    """Tags of an EC2 resource become those of the template; keys with `aws:` are not ours."""
    ec2, wanted = aws("ec2"), properties.get("Tags", [])
    present = ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [identifier]}])["Tags"]
    keys = {tag["Key"] for tag in wanted}
    gone = [{"Key": tag["Key"]} for tag in present if tag["Key"] not in keys and not tag["Key"].startswith("aws:")]
    if gone:
        ec2.delete_tags(Resources=[identifier], Tags=gone)
    if wanted:
        ec2.create_tags(Resources=[identifier], Tags=wanted)


def create_vpc(properties, _name):
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock=properties["CidrBlock"], **tagged("vpc", properties))["Vpc"]["VpcId"]
    update_vpc(vpc, properties)
    return vpc, {"VpcId": vpc, "CidrBlock": properties["CidrBlock"]}


def update_vpc(vpc, properties, _old=None):
    for setting in ("EnableDnsSupport", "EnableDnsHostnames"):
        if setting in properties:
            aws("ec2").modify_vpc_attribute(VpcId=vpc, **{setting: {"Value": properties[setting]}})
    retag(vpc, properties)


def create_subnet(properties, _name):
    ec2 = aws("ec2")
    given = properties.only("VpcId", "CidrBlock")
    zone = zone_name(properties["AvailabilityZoneId"])
    made = ec2.create_subnet(AvailabilityZone=zone, **given, **tagged("subnet", properties))["Subnet"]
    update_subnet(made["SubnetId"], properties)
    return made["SubnetId"], {"SubnetId": made["SubnetId"], "AvailabilityZone": zone, **given}


def update_subnet(subnet, properties, _old=None):
    aws("ec2").modify_subnet_attribute(
        SubnetId=subnet, MapPublicIpOnLaunch={"Value": properties.get("MapPublicIpOnLaunch", False)}
    )
    retag(subnet, properties)


def create_reservation(properties, _name):
    given = properties.only("SubnetId", "Cidr", "ReservationType", "Description")
    made = aws("ec2").create_subnet_cidr_reservation(**given, **tagged("subnet-cidr-reservation", properties))
    identifier = made["SubnetCidrReservation"]["SubnetCidrReservationId"]
    return identifier, {"SubnetCidrReservationId": identifier}


def create_route_table(properties, _name):
    made = aws("ec2").create_route_table(VpcId=properties["VpcId"], **tagged("route-table", properties))
    identifier = made["RouteTable"]["RouteTableId"]
    return identifier, {"RouteTableId": identifier}


def associate_route_table(properties, _name):
    identifier = aws("ec2").associate_route_table(**properties.only("RouteTableId", "SubnetId"))["AssociationId"]
    return identifier, {"Id": identifier}


ENDPOINT = ("VpcId", "ServiceName", "VpcEndpointType", "RouteTableIds", "SubnetIds", "SecurityGroupIds",
            "PrivateDnsEnabled")  # fmt: skip


def create_endpoint(properties, _name):
    ec2 = aws("ec2")
    policy = {"PolicyDocument": json.dumps(properties["PolicyDocument"])}
    made = ec2.create_vpc_endpoint(**properties.only(*ENDPOINT), **policy, **tagged("vpc-endpoint", properties))
    identifier = made["VpcEndpoint"]["VpcEndpointId"]
    return identifier, {"Id": identifier}


def update_endpoint(endpoint, properties, old):
    ec2, change = aws("ec2"), {"PolicyDocument": json.dumps(properties["PolicyDocument"])}
    for name, singular in (("SubnetIds", "SubnetIds"), ("RouteTableIds", "RouteTableIds")):
        now, before = set(properties.get(name, [])), set(old.get(name, []))
        change |= {f"Add{singular}": sorted(now - before)} if now - before else {}
        change |= {f"Remove{singular}": sorted(before - now)} if before - now else {}
    ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, **change)
    retag(endpoint, properties)


FLOW_LOG = ("ResourceType", "TrafficType", "LogDestinationType", "LogGroupName", "DeliverLogsPermissionArn")


def create_flow_log(properties, _name):
    made = aws("ec2").create_flow_logs(
        ResourceIds=[properties["ResourceId"]],
        **properties.only(*FLOW_LOG),
        **tagged("vpc-flow-log", properties),
    )
    if made.get("Unsuccessful"):
        raise ValueError(made["Unsuccessful"][0]["Error"]["Message"])
    return made["FlowLogIds"][0], {"Id": made["FlowLogIds"][0]}


def rule(row: dict) -> list[dict]:
    """A rule of a template as the API writes it."""
    permission = {"IpProtocol": str(row["IpProtocol"])}
    permission |= {port: int(row[port]) for port in ("FromPort", "ToPort") if port in row}
    description = {"Description": row["Description"]} if "Description" in row else {}
    peers = {
        "CidrIp": ("IpRanges", "CidrIp"),
        "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
        "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
        "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
        "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
    }
    unknown = set(row) - set(peers) - {"IpProtocol", "FromPort", "ToPort", "Description", "GroupId"}
    if unknown:
        raise ValueError(f"a security group rule with {', '.join(unknown)} is not played")
    for name, (group, field) in peers.items():
        if name in row:
            permission[group] = [{field: row[name], **description}]
    return [permission]


DIRECTIONS = (("SecurityGroupIngress", "ingress"), ("SecurityGroupEgress", "egress"))


def create_security_group(properties, name):
    """With egress rules of its own a group loses the one that allows everything.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
    """
    ec2 = aws("ec2")
    group = ec2.create_security_group(
        GroupName=properties.get("GroupName", name),
        Description=properties["GroupDescription"],
        VpcId=properties["VpcId"],
        **tagged("security-group", properties),
    )["GroupId"]
    if "SecurityGroupEgress" in properties:
        everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
        ec2.revoke_security_group_egress(GroupId=group, IpPermissions=everything)
    update_rules(group, properties, {})
    return group, {"GroupId": group, "Id": group, "VpcId": properties["VpcId"]}


def update_rules(group, properties, old):
    for name, direction in DIRECTIONS:
        now, before = properties.get(name, []), old.get(name, [])
        for row in [row for row in before if row not in now]:
            getattr(aws("ec2"), f"revoke_security_group_{direction}")(GroupId=group, IpPermissions=rule(row))
        for row in [row for row in now if row not in before]:
            getattr(aws("ec2"), f"authorize_security_group_{direction}")(GroupId=group, IpPermissions=rule(row))


def update_security_group(group, properties, old):
    update_rules(group, properties, old)
    retag(group, properties)


def rule_resource(direction: str) -> Resource:
    """A rule that is a resource of its own, because two groups refer to each other."""

    def create(properties, name):
        properties.read |= set(properties)
        call = getattr(aws("ec2"), f"authorize_security_group_{direction}")
        made = call(GroupId=properties["GroupId"], IpPermissions=rule(properties))
        identifier = made["SecurityGroupRules"][0]["SecurityGroupRuleId"] if made.get("SecurityGroupRules") else name
        return identifier, {"Id": identifier}

    def delete(_identifier, properties):
        call = getattr(aws("ec2"), f"revoke_security_group_{direction}")
        call(GroupId=properties["GroupId"], IpPermissions=rule(properties))

    return Resource(create, delete)


def create_interface(properties, _name):
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html: an address is given out once."""
    ec2 = aws("ec2")
    given = properties.only("SubnetId", "PrivateIpAddress", "Description")
    if "PrivateIpAddress" in given:
        same = [{"Name": "subnet-id", "Values": [given["SubnetId"]]},
                {"Name": "addresses.private-ip-address", "Values": [given["PrivateIpAddress"]]}]  # fmt: skip
        if ec2.describe_network_interfaces(Filters=same)["NetworkInterfaces"]:
            raise ValueError(f"InvalidIPAddress.InUse: {given['PrivateIpAddress']} is in use")
    made = ec2.create_network_interface(Groups=properties["GroupSet"], **given, **tagged("network-interface", properties))
    identifier = made["NetworkInterface"]["NetworkInterfaceId"]
    return identifier, {"Id": identifier, "PrimaryPrivateIpAddress": made["NetworkInterface"]["PrivateIpAddress"]}


def update_interface(interface, properties, _old):
    aws("ec2").modify_network_interface_attribute(NetworkInterfaceId=interface, Groups=properties["GroupSet"])
    aws("ec2").modify_network_interface_attribute(
        NetworkInterfaceId=interface, Description={"Value": properties["Description"]}
    )
    retag(interface, properties)


def create_volume(properties, _name):
    ec2 = aws("ec2")
    given = properties.only("Size", "VolumeType", "Iops", "Throughput", "Encrypted", "KmsKeyId")
    zone = zone_name(properties["AvailabilityZoneId"])
    made = ec2.create_volume(
        AvailabilityZone=zone, **shape(ec2, "CreateVolume", given), **tagged("volume", properties)
    )
    return made["VolumeId"], {"VolumeId": made["VolumeId"]}


def update_volume(volume, properties, old):
    size = properties.only("Size", "VolumeType", "Iops", "Throughput")
    if size != {name: old.get(name) for name in size}:
        aws("ec2").modify_volume(VolumeId=volume, **shape(aws("ec2"), "ModifyVolume", size))
    retag(volume, properties)


def delete(operation: str, parameter: str, many: bool = False):
    def call(identifier: str, _properties: dict):
        getattr(aws("ec2"), operation)(**{parameter: [identifier] if many else identifier})

    return call


RESOURCES = {
    "AWS::EC2::VPC": Resource(create_vpc, delete("delete_vpc", "VpcId"), update_vpc),
    "AWS::EC2::Subnet": Resource(create_subnet, delete("delete_subnet", "SubnetId"), update_subnet),
    "AWS::EC2::SubnetCidrReservation": Resource(
        create_reservation, delete("delete_subnet_cidr_reservation", "SubnetCidrReservationId"), retag
    ),
    "AWS::EC2::RouteTable": Resource(create_route_table, delete("delete_route_table", "RouteTableId"), retag),
    "AWS::EC2::SubnetRouteTableAssociation": Resource(
        associate_route_table, delete("disassociate_route_table", "AssociationId")
    ),
    "AWS::EC2::VPCEndpoint": Resource(
        create_endpoint, delete("delete_vpc_endpoints", "VpcEndpointIds", many=True), update_endpoint
    ),
    "AWS::EC2::FlowLog": Resource(create_flow_log, delete("delete_flow_logs", "FlowLogIds", many=True), retag),
    "AWS::EC2::SecurityGroup": Resource(
        create_security_group, delete("delete_security_group", "GroupId"), update_security_group
    ),
    "AWS::EC2::SecurityGroupIngress": rule_resource("ingress"),
    "AWS::EC2::SecurityGroupEgress": rule_resource("egress"),
    "AWS::EC2::NetworkInterface": Resource(
        create_interface, delete("delete_network_interface", "NetworkInterfaceId"), update_interface
    ),
    "AWS::EC2::Volume": Resource(create_volume, delete("delete_volume", "VolumeId"), update_volume),
}
