"""What the floor keeper is made of: a state machine and its schedule (MiniStack runs both), a queue, scaling policies."""

import json
import re

from .. import principals
from ..resource import Resource, shape
from ..services import ACCOUNT, aws, region


def definition(properties) -> str:
    """`${Name}` in the definition stands for a substitution, a whole value or a part of one.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html
    """
    values = properties.get("DefinitionSubstitutions", {})
    text = json.dumps(properties["Definition"])
    return re.sub(r"\$\{(\w+)\}", lambda match: json.dumps(str(values[match.group(1)]))[1:-1], text)


MACHINE = {"StateMachineType": "type", "RoleArn": "roleArn"}


def create_machine(properties, name):
    name = properties.get("StateMachineName", name)
    given = {api: properties[key] for key, api in MACHINE.items() if key in properties}
    tags = [{"key": tag["Key"], "value": tag["Value"]} for tag in properties.get("Tags", [])]
    arn = aws("stepfunctions").create_state_machine(
        name=name, definition=definition(properties), tags=tags, **given, **logging(properties)
    )["stateMachineArn"]
    return arn, {"Arn": arn, "Name": name}


def logging(properties) -> dict:
    if "LoggingConfiguration" not in properties:
        return {}
    rows = properties["LoggingConfiguration"]
    groups = [{"cloudWatchLogsLogGroup": {"logGroupArn": row["CloudWatchLogsLogGroup"]["LogGroupArn"]}}
              for row in rows["Destinations"]]  # fmt: skip
    detail = {"level": rows["Level"], "includeExecutionData": rows.get("IncludeExecutionData", False)}
    return {"loggingConfiguration": {**detail, "destinations": groups}}


def update_machine(arn, properties, _old):
    role = {"roleArn": properties["RoleArn"]}
    aws("stepfunctions").update_state_machine(
        stateMachineArn=arn, definition=definition(properties), **role, **logging(properties)
    )
    tags = [{"key": tag["Key"], "value": tag["Value"]} for tag in properties.get("Tags", [])]
    aws("stepfunctions").tag_resource(resourceArn=arn, tags=tags)


SCHEDULE = ("Description", "FlexibleTimeWindow", "GroupName", "ScheduleExpression", "State", "Target")


def create_schedule(properties, name):
    name = properties.get("Name", name)
    arn = put_schedule("create_schedule", name, properties)["ScheduleArn"]
    return name, {"Arn": arn}


def put_schedule(operation, name, properties):
    scheduler = aws("scheduler")
    values = shape(scheduler, "CreateSchedule", properties.only(*SCHEDULE))
    return getattr(scheduler, operation)(Name=name, **values)


def create_schedule_group(properties, name):
    name = properties.get("Name", name)
    arn = aws("scheduler").create_schedule_group(Name=name, Tags=properties.get("Tags", []))["ScheduleGroupArn"]
    return name, {"Arn": arn}


def retag_schedule_group(name, properties, _old):
    scheduler = aws("scheduler")
    arn = f"arn:aws:scheduler:{region()}:{ACCOUNT}:schedule-group/{name}"
    scheduler.tag_resource(ResourceArn=arn, Tags=properties.get("Tags", []))


def create_queue(properties, name):
    name = properties.get("QueueName", name)
    tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
    url = aws("sqs").create_queue(QueueName=name, Attributes=attributes(properties), tags=tags)["QueueUrl"]
    return url, {"Arn": f"arn:aws:sqs:{region()}:{ACCOUNT}:{name}", "QueueName": name, "QueueUrl": url}


def attributes(properties) -> dict:
    given = properties.only("MessageRetentionPeriod", "SqsManagedSseEnabled", "KmsMasterKeyId")
    return {name: str(value).lower() for name, value in given.items()}


def update_queue(url, properties, _old):
    aws("sqs").set_queue_attributes(QueueUrl=url, Attributes=attributes(properties))
    aws("sqs").tag_queue(QueueUrl=url, Tags={tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])})


def put_queue_policy(name, properties, old=None):
    principals.check(properties["PolicyDocument"])
    policy = {"Policy": json.dumps(properties["PolicyDocument"])}
    for url in properties["Queues"]:
        aws("sqs").set_queue_attributes(QueueUrl=url, Attributes=policy)
    return None if old is not None else (name, {"Id": name})


POLICY = ("AutoScalingGroupName", "PolicyType", "AdjustmentType", "Cooldown", "ScalingAdjustment",
          "TargetTrackingConfiguration")  # fmt: skip


def put_scaling_policy(properties, name):
    autoscaling = aws("autoscaling")
    values = properties.only(*POLICY)
    autoscaling.put_scaling_policy(PolicyName=name, **shape(autoscaling, "PutScalingPolicy", values))
    arn = autoscaling.describe_policies(PolicyNames=[name])["ScalingPolicies"][0]["PolicyARN"]  # moto's answer lacks it
    return arn, {"Arn": arn, "PolicyName": name}


RESOURCES = {
    "AWS::StepFunctions::StateMachine": Resource(
        create_machine, lambda arn, _: aws("stepfunctions").delete_state_machine(stateMachineArn=arn), update_machine
    ),
    "AWS::Scheduler::Schedule": Resource(
        create_schedule,
        lambda name, properties: aws("scheduler").delete_schedule(Name=name, GroupName=properties["GroupName"]),
        lambda name, properties, _: put_schedule("update_schedule", name, properties) and None,
    ),
    "AWS::Scheduler::ScheduleGroup": Resource(
        create_schedule_group, lambda name, _: aws("scheduler").delete_schedule_group(Name=name), retag_schedule_group
    ),
    "AWS::SQS::Queue": Resource(create_queue, lambda url, _: aws("sqs").delete_queue(QueueUrl=url), update_queue),
    "AWS::SQS::QueuePolicy": Resource(lambda properties, name: put_queue_policy(name, properties), None, put_queue_policy),
    "AWS::AutoScaling::ScalingPolicy": Resource(
        put_scaling_policy,
        lambda arn, properties: aws("autoscaling").delete_policy(
            PolicyName=arn.split("policyName/")[-1], AutoScalingGroupName=properties["AutoScalingGroupName"]
        ),
        lambda arn, properties, _: put_scaling_policy(properties, arn.split("policyName/")[-1])[1],
    ),
}
