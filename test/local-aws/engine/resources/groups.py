"""Launch templates and Auto Scaling groups."""

from .. import machines, refreshes
from ..resource import Resource, shape
from ..services import aws, zone_name


def data(properties) -> dict:
    ec2 = aws("ec2")
    given = properties["LaunchTemplateData"]
    return shape(ec2, "CreateLaunchTemplate", {"LaunchTemplateData": given})["LaunchTemplateData"]


def create_template(properties, name):
    name = properties.get("LaunchTemplateName", name)
    own = properties.only("TagSpecifications", "VersionDescription")
    made = aws("ec2").create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data(properties), **own)
    identifier = made["LaunchTemplate"]["LaunchTemplateId"]
    return identifier, {"LaunchTemplateId": identifier, "LatestVersionNumber": "1", "DefaultVersionNumber": "1"}


def add_version(template, properties, _old):
    for row in properties.get("TagSpecifications", []):
        aws("ec2").create_tags(Resources=[template], Tags=row["Tags"])
    made = aws("ec2").create_launch_template_version(LaunchTemplateId=template, LaunchTemplateData=data(properties))
    return {"LatestVersionNumber": str(made["LaunchTemplateVersion"]["VersionNumber"])}


SIZES = ("MinSize", "MaxSize", "DesiredCapacity")


def create_group(properties, name):
    autoscaling = aws("autoscaling")
    machines.provide_service_linked_role()
    name = properties.get("AutoScalingGroupName", name)
    if autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]:
        raise ValueError(f"AlreadyExists: Auto Scaling group {name} exists")
    machines.serve(name, properties.origin, properties.get("LifecycleHookSpecificationList", []))
    values = {**settings(properties), **properties.only(*SIZES), "Tags": tags(properties)}
    autoscaling.create_auto_scaling_group(
        AutoScalingGroupName=name, **shape(autoscaling, "CreateAutoScalingGroup", values)
    )
    put_extras(name, properties)
    return name, {}


def settings(properties) -> dict:
    """Where and how machines start. Zone ids become names: moto knows only those."""
    out = properties.only("LaunchTemplate", "HealthCheckType", "HealthCheckGracePeriod", "TerminationPolicies")
    if "VPCZoneIdentifier" in properties:
        out["VPCZoneIdentifier"] = ",".join(properties["VPCZoneIdentifier"])
    if "AvailabilityZoneIds" in properties:
        out["AvailabilityZones"] = [zone_name(zone) for zone in properties["AvailabilityZoneIds"]]
    return out


def tags(properties) -> list[dict]:
    return [{"PropagateAtLaunch": False, **tag} for tag in properties.get("Tags", [])]


def put_extras(group, properties, old=None):
    autoscaling = aws("autoscaling")
    hooks = {hook["LifecycleHookName"]: hook for hook in properties.get("LifecycleHookSpecificationList", [])}
    for hook in hooks.values():
        autoscaling.put_lifecycle_hook(AutoScalingGroupName=group, **shape(autoscaling, "PutLifecycleHook", hook))
    for hook in (old or {}).get("LifecycleHookSpecificationList", []):
        if hook["LifecycleHookName"] not in hooks:
            autoscaling.delete_lifecycle_hook(AutoScalingGroupName=group, LifecycleHookName=hook["LifecycleHookName"])
    for row in properties.get("MetricsCollection", []):
        autoscaling.enable_metrics_collection(AutoScalingGroupName=group, Granularity=row["Granularity"])


def update_group(group, properties, old):
    """Sizes that the template leaves alone stay what someone set.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html:
    IgnoreUnmodifiedGroupSizeProperties, AutoScalingInstanceRefresh.
    """
    autoscaling, policy = aws("autoscaling"), properties.origin.update_policy
    machines.serve(group, properties.origin, properties.get("LifecycleHookSpecificationList", []))
    sizes = properties.only(*SIZES)
    if policy.get("AutoScalingScheduledAction", {}).get("IgnoreUnmodifiedGroupSizeProperties"):
        sizes = {name: value for name, value in sizes.items() if str(value) != str(old.get(name))}
    values = {**settings(properties), **sizes}
    autoscaling.update_auto_scaling_group(
        AutoScalingGroupName=group, **shape(autoscaling, "UpdateAutoScalingGroup", values)
    )
    put_extras(group, properties, old)
    retag(group, properties, old)
    if properties["LaunchTemplate"] != old["LaunchTemplate"] and "AutoScalingInstanceRefresh" in policy:
        refreshes.refresh(group, policy["AutoScalingInstanceRefresh"]["Preferences"])


def delete_group(group, _properties):
    machines.empty(group)
    aws("autoscaling").delete_auto_scaling_group(AutoScalingGroupName=group, ForceDelete=True)


def retag(group, properties, old):
    owner = {"ResourceId": group, "ResourceType": "auto-scaling-group"}
    gone = [tag["Key"] for tag in old.get("Tags", []) if tag["Key"] not in {now["Key"] for now in tags(properties)}]
    if gone:
        aws("autoscaling").delete_tags(Tags=[{**owner, "Key": key} for key in gone])
    if tags(properties):
        aws("autoscaling").create_or_update_tags(Tags=[{**owner, **tag} for tag in tags(properties)])


RESOURCES = {
    "AWS::EC2::LaunchTemplate": Resource(
        create_template, lambda template, _: aws("ec2").delete_launch_template(LaunchTemplateId=template), add_version
    ),
    "AWS::AutoScaling::AutoScalingGroup": Resource(create_group, delete_group, update_group),
}
