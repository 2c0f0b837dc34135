"""What only the bootstrap stack of the CDK has: a registry for images and a parameter with its version."""

from ..resource import Resource
from ..services import aws


def create_repository(properties, name):
    name = properties.get("RepositoryName", name)
    made = aws("ecr").create_repository(repositoryName=name, imageTagMutability=properties["ImageTagMutability"])
    return name, {"Arn": made["repository"]["repositoryArn"], "RepositoryUri": made["repository"]["repositoryUri"]}


def put_parameter(properties, name):
    name = properties.get("Name", name)
    aws("ssm").put_parameter(Name=name, Overwrite=True, **properties.only("Type", "Value"))
    return name, properties.only("Type", "Value")


RESOURCES = {
    "AWS::ECR::Repository": Resource(
        create_repository, lambda name, _: aws("ecr").delete_repository(repositoryName=name, force=True)
    ),
    "AWS::SSM::Parameter": Resource(
        put_parameter,
        lambda name, _: aws("ssm").delete_parameter(Name=name),
        lambda name, properties, _: put_parameter(properties, name)[1],
    ),
}
