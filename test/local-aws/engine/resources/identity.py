"""IAM: roles, policies, instance profiles."""

import json

from .. import principals
from ..resource import Resource
from ..services import aws


def create_role(properties, name):
    principals.check(properties["AssumeRolePolicyDocument"])
    name = properties.get("RoleName", name)
    given = properties.only("Path", "Description", "PermissionsBoundary", "MaxSessionDuration", "Tags")
    trust = json.dumps(properties["AssumeRolePolicyDocument"])
    role = aws("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust, **given)["Role"]
    put_role_policies(name, properties)
    return name, {"Arn": role["Arn"], "RoleId": role["RoleId"]}


def put_role_policies(role, properties):
    iam = aws("iam")
    for arn in properties.get("ManagedPolicyArns", []):
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    for policy in properties.get("Policies", []):
        document = json.dumps(policy["PolicyDocument"])
        iam.put_role_policy(RoleName=role, PolicyName=policy["PolicyName"], PolicyDocument=document)


def update_role(role, properties, old):
    iam = aws("iam")
    trust = properties["AssumeRolePolicyDocument"]
    principals.check(trust)
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(trust))
    iam.update_role(RoleName=role, **properties.only("Description", "MaxSessionDuration"))
    for policy in old.get("Policies", []):
        iam.delete_role_policy(RoleName=role, PolicyName=policy["PolicyName"])
    for arn in set(old.get("ManagedPolicyArns", [])) - set(properties.get("ManagedPolicyArns", [])):
        iam.detach_role_policy(RoleName=role, PolicyArn=arn)
    put_role_policies(role, properties)
    if old.get("Tags"):
        iam.untag_role(RoleName=role, TagKeys=[tag["Key"] for tag in old["Tags"]])
    iam.tag_role(RoleName=role, Tags=properties.get("Tags", []))


def delete_role(role, properties):
    iam = aws("iam")
    for arn in properties.get("ManagedPolicyArns", []):
        iam.detach_role_policy(RoleName=role, PolicyArn=arn)
    for policy in properties.get("Policies", []):
        iam.delete_role_policy(RoleName=role, PolicyName=policy["PolicyName"])
    iam.delete_role(RoleName=role)


def create_managed_policy(properties, name):
    given = properties.only("Path", "Description")
    document = json.dumps(properties["PolicyDocument"])
    name = properties.get("ManagedPolicyName", name)
    arn = aws("iam").create_policy(PolicyName=name, PolicyDocument=document, **given)["Policy"]["Arn"]
    for role in properties.get("Roles", []):
        aws("iam").attach_role_policy(RoleName=role, PolicyArn=arn)
    return arn, {"PolicyArn": arn}


def update_managed_policy(arn, properties, old):
    """The new document becomes the default version; the old version goes, as IAM keeps five at most."""
    iam, roles = aws("iam"), set(properties.get("Roles", []))
    previous = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    document = json.dumps(properties["PolicyDocument"])
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=document, SetAsDefault=True)
    iam.delete_policy_version(PolicyArn=arn, VersionId=previous)
    for role in roles - set(old.get("Roles", [])):
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    for role in set(old.get("Roles", [])) - roles:
        iam.detach_role_policy(RoleName=role, PolicyArn=arn)


def delete_managed_policy(arn, properties):
    for role in properties.get("Roles", []):
        aws("iam").detach_role_policy(RoleName=role, PolicyArn=arn)
    aws("iam").delete_policy(PolicyArn=arn)


def put_policy(name, properties, _old=None):
    document = json.dumps(properties["PolicyDocument"])
    for role in properties["Roles"]:
        aws("iam").put_role_policy(RoleName=role, PolicyName=properties["PolicyName"], PolicyDocument=document)
    return None if _old is not None else (name, {"Id": name})


def delete_policy(_name, properties):
    for role in properties["Roles"]:
        aws("iam").delete_role_policy(RoleName=role, PolicyName=properties["PolicyName"])


def create_profile(properties, name):
    iam = aws("iam")
    name = properties.get("InstanceProfileName", name)
    made = iam.create_instance_profile(InstanceProfileName=name, **properties.only("Path"))
    for role in properties["Roles"]:
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
    return name, {"Arn": made["InstanceProfile"]["Arn"]}


def update_profile(profile, properties, old):
    for role in old["Roles"]:
        aws("iam").remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=role)
    for role in properties["Roles"]:
        aws("iam").add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)


def delete_profile(profile, properties):
    update_profile(profile, {"Roles": []}, properties)
    aws("iam").delete_instance_profile(InstanceProfileName=profile)


RESOURCES = {
    "AWS::IAM::Role": Resource(create_role, delete_role, update_role),
    "AWS::IAM::ManagedPolicy": Resource(create_managed_policy, delete_managed_policy, update_managed_policy),
    "AWS::IAM::Policy": Resource(lambda properties, name: put_policy(name, properties), delete_policy, put_policy),
    "AWS::IAM::InstanceProfile": Resource(create_profile, delete_profile, update_profile),
}
