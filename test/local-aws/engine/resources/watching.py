"""CloudWatch alarms and the topic they tell."""

import json

from .. import principals
from ..resource import Resource, shape
from ..services import ACCOUNT, aws, region

ALARM = ("AlarmActions", "AlarmDescription", "ComparisonOperator", "Dimensions", "EvaluationPeriods", "MetricName", "Metrics",
         "Namespace", "OKActions", "Period", "Statistic", "Tags", "Threshold", "TreatMissingData")  # fmt: skip


def create_alarm(properties, name):
    name = properties.get("AlarmName", name)
    put_alarm(name, properties)
    return name, {"Arn": f"arn:aws:cloudwatch:{region()}:{ACCOUNT}:alarm:{name}"}


def put_alarm(name, properties, _old=None):
    cloudwatch = aws("cloudwatch")
    cloudwatch.put_metric_alarm(AlarmName=name, **shape(cloudwatch, "PutMetricAlarm", properties.only(*ALARM)))


def create_topic(properties, name):
    name = properties.get("TopicName", name)
    key = {"KmsMasterKeyId": properties["KmsMasterKeyId"]} if "KmsMasterKeyId" in properties else {}
    arn = aws("sns").create_topic(Name=name, Attributes=key, Tags=properties.get("Tags", []))["TopicArn"]
    return arn, {"TopicArn": arn, "TopicName": name}


def update_topic(arn, properties, _old):
    value = properties.get("KmsMasterKeyId", "")
    aws("sns").set_topic_attributes(TopicArn=arn, AttributeName="KmsMasterKeyId", AttributeValue=value)
    aws("sns").tag_resource(ResourceArn=arn, Tags=properties.get("Tags", []))


def put_topic_policy(name, properties, old=None):
    principals.check(properties["PolicyDocument"])
    text = json.dumps(properties["PolicyDocument"])
    for topic in properties["Topics"]:
        aws("sns").set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=text)
    return None if old is not None else (name, {"Id": name})


RESOURCES = {
    "AWS::CloudWatch::Alarm": Resource(
        create_alarm, lambda name, _: aws("cloudwatch").delete_alarms(AlarmNames=[name]), put_alarm
    ),
    "AWS::SNS::Topic": Resource(create_topic, lambda arn, _: aws("sns").delete_topic(TopicArn=arn), update_topic),
    "AWS::SNS::TopicPolicy": Resource(lambda properties, name: put_topic_policy(name, properties), None, put_topic_policy),
}
