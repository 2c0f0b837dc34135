"""Everything that there is in the account, as one JSON object: kind to names, for tests of what a deploy leaves behind.

Region and endpoints come from the environment, as boto3 reads them. What belongs to AWS is left out where AWS tells it.
"""

import json
from functools import cache

import boto3
from botocore import xform_name

client = cache(boto3.client)

ALIVE = {
    "Filters": [
        {"Name": "instance-state-name", "Values": ["pending", "running", "shutting-down", "stopping", "stopped"]}
    ]
}

# Service, operation, where the names stand (JMESPath), parameters.
LISTS = [
    ("acm-pca", "ListCertificateAuthorities", "CertificateAuthorities[].Arn", {}),
    ("autoscaling", "DescribeAutoScalingGroups", "AutoScalingGroups[].AutoScalingGroupName", {}),
    ("autoscaling", "DescribePolicies", "ScalingPolicies[].PolicyName", {}),
    ("cloudformation", "ListExports", "Exports[].Name", {}),
    ("cloudwatch", "DescribeAlarms", "MetricAlarms[].AlarmName", {}),
    ("ec2", "DescribeFlowLogs", "FlowLogs[].FlowLogId", {}),
    # Those that are gone are not asked for: the local EC2 cannot describe one whose network is gone too.
    ("ec2", "DescribeInstances", "Reservations[].Instances[].InstanceId", ALIVE),
    ("ec2", "DescribeInternetGateways", "InternetGateways[].InternetGatewayId", {}),
    ("ec2", "DescribeLaunchTemplates", "LaunchTemplates[].LaunchTemplateName", {}),
    ("ec2", "DescribeManagedPrefixLists", "PrefixLists[].PrefixListName", {}),
    # The default one goes with its VPC, which the local EC2 forgets.
    ("ec2", "DescribeNetworkAcls", "NetworkAcls[?!IsDefault].NetworkAclId", {}),
    ("ec2", "DescribeNetworkInterfaces", "NetworkInterfaces[].NetworkInterfaceId", {}),
    ("ec2", "DescribeRouteTables", "RouteTables[].RouteTableId", {}),
    ("ec2", "DescribeSecurityGroups", "SecurityGroups[].GroupId", {}),
    ("ec2", "DescribeSubnets", "Subnets[].SubnetId", {}),
    ("ec2", "DescribeVolumes", "Volumes[].VolumeId", {}),
    ("ec2", "DescribeVpcEndpoints", "VpcEndpoints[?State != 'deleted'].VpcEndpointId", {}),
    ("ec2", "DescribeVpcs", "Vpcs[].VpcId", {}),
    ("ecr", "DescribeRepositories", "repositories[].repositoryName", {}),
    ("iam", "ListInstanceProfiles", "InstanceProfiles[].InstanceProfileName", {}),
    ("iam", "ListPolicies", "Policies[].PolicyName", {"Scope": "Local"}),
    ("iam", "ListRoles", "Roles[].RoleName", {}),
    ("kms", "ListAliases", "Aliases[?!starts_with(AliasName, 'alias/aws/')].AliasName", {}),
    ("kms", "ListKeys", "Keys[].KeyId", {}),
    ("logs", "DescribeLogGroups", "logGroups[].logGroupName", {}),
    ("route53", "ListHostedZones", "HostedZones[].Id", {}),
    ("s3", "ListBuckets", "Buckets[].Name", {}),
    ("scheduler", "ListScheduleGroups", "ScheduleGroups[].Name", {}),
    ("scheduler", "ListSchedules", "Schedules[].Name", {}),
    ("secretsmanager", "ListSecrets", "SecretList[].Name", {}),
    ("sns", "ListTopics", "Topics[].TopicArn", {}),
    ("sqs", "ListQueues", "QueueUrls", {}),
    ("ssm", "DescribeParameters", "Parameters[].Name", {}),
    ("stepfunctions", "ListStateMachines", "stateMachines[].name", {}),
]


def names(service: str, operation: str, path: str, parameters: dict) -> list[str]:
    try:
        found = client(service).get_paginator(xform_name(operation)).paginate(**parameters).search(path)
        return sorted(name for name in found if name)
    except Exception as error:
        raise SystemExit(f"{service} {operation}: {error}") from error


print(json.dumps({f"{service} {operation}": names(service, operation, *rest) for service, operation, *rest in LISTS}))
