"""KMS, S3, Secrets Manager, CloudWatch Logs: what holds data or text."""

import json
import secrets
import string

from .. import principals
from ..resource import Resource, shape
from ..services import ACCOUNT, aws, region


def create_key(properties, _name):
    principals.check(properties["KeyPolicy"])
    made = aws("kms").create_key(
        Policy=json.dumps(properties["KeyPolicy"]),
        Description=properties.get("Description", ""),
        Tags=[{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in properties.get("Tags", [])],
    )["KeyMetadata"]
    rotate(made["KeyId"], properties)
    return made["KeyId"], {"Arn": made["Arn"], "KeyId": made["KeyId"]}


def adopt_key(key: str) -> dict:
    found = aws("kms").describe_key(KeyId=key)["KeyMetadata"]
    return {"Arn": found["Arn"], "KeyId": found["KeyId"]}


def rotate(key, properties):
    wanted = properties.get("EnableKeyRotation", False)
    getattr(aws("kms"), "enable_key_rotation" if wanted else "disable_key_rotation")(KeyId=key)


def update_key(key, properties, old):
    kms = aws("kms")
    principals.check(properties["KeyPolicy"])
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(properties["KeyPolicy"]))
    kms.update_key_description(KeyId=key, Description=properties.get("Description", ""))
    rotate(key, properties)
    kms.untag_resource(KeyId=key, TagKeys=[tag["Key"] for tag in old.get("Tags", [])])
    kms.tag_resource(
        KeyId=key, Tags=[{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in properties.get("Tags", [])]
    )


def delete_key(key, properties):
    aws("kms").schedule_key_deletion(KeyId=key, PendingWindowInDays=properties.get("PendingWindowInDays", 30))


def create_alias(properties, _name):
    aws("kms").create_alias(**properties.only("AliasName", "TargetKeyId"))
    return properties["AliasName"], {}


def create_bucket(properties, name):
    name = properties.get("BucketName", name.lower())
    place = {} if region() == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region()}}
    if name in {bucket["Name"] for bucket in aws("s3").list_buckets()["Buckets"]}:
        raise ValueError(f"BucketAlreadyOwnedByYou: {name} exists")  # moto answers 200 in us-east-1
    aws("s3").create_bucket(Bucket=name, **place)
    update_bucket(name, properties)
    return name, bucket_attributes(name)


def bucket_attributes(name: str) -> dict:
    regional = f"{name}.s3.{region()}.amazonaws.com"
    return {"Arn": f"arn:aws:s3:::{name}", "DomainName": f"{name}.s3.amazonaws.com", "RegionalDomainName": regional}


def adopt_bucket(name: str) -> dict:
    aws("s3").head_bucket(Bucket=name)
    return bucket_attributes(name)


def lifecycle_rule(rule: dict) -> dict:
    """A template puts days beside the rule, the API inside an action."""
    out = {"ID": rule["Id"], "Status": rule["Status"], "Filter": {"Prefix": rule.get("Prefix", "")}}
    out |= {"Expiration": {"Days": rule["ExpirationInDays"]}} if "ExpirationInDays" in rule else {}
    out |= {name: rule[name] for name in ("AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration") if name in rule}
    unknown = set(rule) - set(out) - {"Id", "Prefix", "ExpirationInDays"}
    if unknown:
        raise ValueError(f"a lifecycle rule with {', '.join(unknown)} is not played")
    return out


def encryption(value: dict) -> dict:
    rules = value["ServerSideEncryptionConfiguration"]
    renamed = [{"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"],
                "BucketKeyEnabled": rule.get("BucketKeyEnabled", False)} for rule in rules]  # fmt: skip
    return {"ServerSideEncryptionConfiguration": {"Rules": renamed}}


# Property, call, its arguments.
BUCKET_SETTINGS = [
    ("BucketEncryption", "put_bucket_encryption", encryption),
    ("PublicAccessBlockConfiguration", "put_public_access_block", lambda v: {"PublicAccessBlockConfiguration": v}),
    ("OwnershipControls", "put_bucket_ownership_controls", lambda v: {"OwnershipControls": v}),
    ("VersioningConfiguration", "put_bucket_versioning", lambda v: {"VersioningConfiguration": v}),
    ("Tags", "put_bucket_tagging", lambda v: {"Tagging": {"TagSet": v}}),
    (
        "LifecycleConfiguration",
        "put_bucket_lifecycle_configuration",
        lambda v: {"LifecycleConfiguration": {"Rules": [lifecycle_rule(rule) for rule in v["Rules"]]}},
    ),
    (
        "LoggingConfiguration",
        "put_bucket_logging",
        lambda v: {
            "BucketLoggingStatus": {
                "LoggingEnabled": {"TargetBucket": v["DestinationBucketName"], "TargetPrefix": v["LogFilePrefix"]}
            }
        },
    ),
]


def update_bucket(bucket, properties, _old=None):
    for name, operation, arguments in BUCKET_SETTINGS:
        if name in properties:
            getattr(aws("s3"), operation)(Bucket=bucket, **arguments(properties[name]))


def create_bucket_policy(properties, _name):
    put_bucket_policy(properties["Bucket"], properties)
    return properties["Bucket"], {}


def put_bucket_policy(bucket, properties, _old=None):
    principals.check(properties["PolicyDocument"])
    aws("s3").put_bucket_policy(Bucket=bucket, Policy=json.dumps(properties["PolicyDocument"]))


def create_secret(properties, name):
    given = properties.only("Description", "KmsKeyId", "Tags")
    name = properties.get("Name", name)
    text = generate(properties["GenerateSecretString"])
    made = aws("secretsmanager").create_secret(Name=name, SecretString=text, **given)
    return made["ARN"], {"Id": made["ARN"]}


def generate(rule: dict) -> str:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html"""
    alphabet = string.ascii_letters + string.digits + ("" if rule.get("ExcludePunctuation") else string.punctuation)
    password = "".join(secrets.choice(alphabet) for _ in range(rule.get("PasswordLength", 32)))
    if "SecretStringTemplate" not in rule:
        return password
    return json.dumps({**json.loads(rule["SecretStringTemplate"]), rule["GenerateStringKey"]: password})


def update_secret(secret, properties, old):
    """A changed description or key keeps the password; a changed rule makes a new one, so that one is not played."""
    if properties["GenerateSecretString"] != old["GenerateSecretString"]:
        raise ValueError("a change of GenerateSecretString would make a new password: not played")
    aws("secretsmanager").update_secret(SecretId=secret, **properties.only("Description", "KmsKeyId"))
    aws("secretsmanager").tag_resource(SecretId=secret, Tags=properties.get("Tags", []))


def create_log_group(properties, name):
    name = properties.get("LogGroupName", name)
    tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
    key = {"kmsKeyId": properties["KmsKeyId"]} if "KmsKeyId" in properties else {}
    aws("logs").create_log_group(logGroupName=name, tags=tags, **key)
    update_log_group(name, properties)
    return name, {"Arn": f"arn:aws:logs:{region()}:{ACCOUNT}:log-group:{name}:*"}


def update_log_group(group, properties, old=None):
    logs = aws("logs")
    logs.put_retention_policy(**shape(logs, "PutRetentionPolicy", {
        "logGroupName": group, "retentionInDays": properties["RetentionInDays"]}))  # fmt: skip
    if old is not None:
        arn = f"arn:aws:logs:{region()}:{ACCOUNT}:log-group:{group}"
        logs.tag_resource(resourceArn=arn, tags={tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])})


RESOURCES = {
    "AWS::KMS::Key": Resource(create_key, delete_key, update_key, adopt_key),
    "AWS::KMS::Alias": Resource(
        create_alias,
        lambda alias, _: aws("kms").delete_alias(AliasName=alias),
        lambda _, properties, __: aws("kms").update_alias(**properties.only("AliasName", "TargetKeyId")) and None,
    ),
    "AWS::S3::Bucket": Resource(create_bucket, lambda bucket, _: aws("s3").delete_bucket(Bucket=bucket), update_bucket,
                                adopt_bucket),  # fmt: skip
    "AWS::S3::BucketPolicy": Resource(
        create_bucket_policy,
        lambda bucket, _: aws("s3").delete_bucket_policy(Bucket=bucket),
        put_bucket_policy,
        lambda bucket: aws("s3").get_bucket_policy(Bucket=bucket) and {},
    ),
    "AWS::SecretsManager::Secret": Resource(
        create_secret,
        lambda secret, _: aws("secretsmanager").delete_secret(SecretId=secret),
        update_secret,
        lambda secret: {"Id": aws("secretsmanager").describe_secret(SecretId=secret)["ARN"]},
    ),
    "AWS::Logs::LogGroup": Resource(
        create_log_group, lambda group, _: aws("logs").delete_log_group(logGroupName=group), update_log_group
    ),
}
