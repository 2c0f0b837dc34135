"""Route 53: private zones and groups of records.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordsetgroup.html
"""

from ..resource import Resource
from ..services import aws


def create_zone(properties, name):
    first, *others = properties["VPCs"]
    made = aws("route53").create_hosted_zone(
        Name=properties["Name"],
        CallerReference=name,
        VPC=first,
        HostedZoneConfig={"PrivateZone": True, **properties["HostedZoneConfig"]},
    )
    zone = made["HostedZone"]["Id"].split("/")[-1]
    for vpc in others:
        aws("route53").associate_vpc_with_hosted_zone(HostedZoneId=zone, VPC=vpc)
    tag_zone(zone, properties)
    return zone, {"Id": zone}


def tag_zone(zone, properties, old=None):
    gone = [tag["Key"] for tag in (old or {}).get("HostedZoneTags", [])]
    change = {"RemoveTagKeys": gone} if gone else {}
    aws("route53").change_tags_for_resource(ResourceType="hostedzone", ResourceId=zone, **change)
    aws("route53").change_tags_for_resource(
        ResourceType="hostedzone", ResourceId=zone, AddTags=properties["HostedZoneTags"]
    )


def change(action: str, zone: str, records: list[dict]):
    if not records:
        return
    batch = [{"Action": action, "ResourceRecordSet": api_record(record)} for record in records]
    aws("route53").change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": batch})


def api_record(record: dict) -> dict:
    values = [{"Value": value} for value in record["ResourceRecords"]]
    return {**record, "TTL": int(record["TTL"]), "ResourceRecords": values}


def create_records(properties, name):
    change("CREATE", properties["HostedZoneId"], properties["RecordSets"])
    return name, {"Id": name}


def update_records(_name, properties, old):
    zone, names = properties["HostedZoneId"], {(row["Name"], row["Type"]) for row in properties["RecordSets"]}
    change("DELETE", zone, [row for row in old["RecordSets"] if (row["Name"], row["Type"]) not in names])
    change("UPSERT", zone, properties["RecordSets"])


RESOURCES = {
    "AWS::Route53::HostedZone": Resource(
        create_zone, lambda zone, _: aws("route53").delete_hosted_zone(Id=zone), tag_zone
    ),
    "AWS::Route53::RecordSetGroup": Resource(
        create_records,
        lambda _, properties: change("DELETE", properties["HostedZoneId"], properties["RecordSets"]),
        update_records,
    ),
}
