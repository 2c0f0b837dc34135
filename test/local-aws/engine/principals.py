"""Principals of resource policies must exist, as KMS, S3, SNS, SQS and IAM insist when a policy is put.

https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html (MalformedPolicyDocumentException, and the policy must
name existing principals), https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
(no wildcard inside an ARN).
"""

import re

from .services import ACCOUNT, aws

ROLE = re.compile(r"^arn:aws:iam::(\d{12}):(role|user)/(?:.*/)?([^/]+)$")


def check(document: dict) -> None:
    for statement in document.get("Statement", []):
        principal = statement.get("Principal", {})
        named = principal.get("AWS", []) if isinstance(principal, dict) else []
        for one in [named] if isinstance(named, str) else named:
            _check_one(one)


def _check_one(principal: str) -> None:
    if principal == "*" or re.fullmatch(r"\d{12}|arn:aws:iam::\d{12}:root", principal):
        return
    match = ROLE.match(principal)
    if not match or "*" in principal:
        raise ValueError(f"invalid principal in policy: {principal}")
    account, kind, name = match.groups()
    if account == ACCOUNT and not _exists(kind, name):
        raise ValueError(f"invalid principal in policy: {principal} does not exist")


def _exists(kind: str, name: str) -> bool:
    iam = aws("iam")
    try:
        iam.get_role(RoleName=name) if kind == "role" else iam.get_user(UserName=name)
        return True
    except iam.exceptions.NoSuchEntityException:
        return False
