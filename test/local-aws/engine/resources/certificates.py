"""AWS Private CA: the authority, its own certificate, and its activation; disabled before it is deleted.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-acmpca-certificateauthority.html
"""

from ..resource import Resource
from ..services import aws


def create_authority(properties, _name):
    configuration = properties.only("KeyAlgorithm", "SigningAlgorithm", "Subject")
    arn = aws("acm-pca").create_certificate_authority(
        CertificateAuthorityConfiguration=configuration,
        CertificateAuthorityType=properties["Type"],
        **properties.only("UsageMode", "Tags"),
    )["CertificateAuthorityArn"]
    request = aws("acm-pca").get_certificate_authority_csr(CertificateAuthorityArn=arn)["Csr"]
    return arn, {"Arn": arn, "CertificateSigningRequest": request}


def retag_authority(arn, properties, old):
    if old.get("Tags"):
        aws("acm-pca").untag_certificate_authority(CertificateAuthorityArn=arn, Tags=old["Tags"])
    aws("acm-pca").tag_certificate_authority(CertificateAuthorityArn=arn, Tags=properties["Tags"])


def delete_authority(arn, _properties):
    aws("acm-pca").update_certificate_authority(CertificateAuthorityArn=arn, Status="DISABLED")
    aws("acm-pca").delete_certificate_authority(CertificateAuthorityArn=arn)


def issue(properties, _name):
    given = properties.only("CertificateAuthorityArn", "SigningAlgorithm", "TemplateArn", "Validity")
    arn = aws("acm-pca").issue_certificate(Csr=properties["CertificateSigningRequest"].encode(), **given)["CertificateArn"]
    authority = {"CertificateAuthorityArn": given["CertificateAuthorityArn"]}
    text = aws("acm-pca").get_certificate(CertificateArn=arn, **authority)["Certificate"]
    return arn, {"Arn": arn, "Certificate": text}


def activate(properties, _name):
    arn = properties["CertificateAuthorityArn"]
    aws("acm-pca").import_certificate_authority_certificate(
        CertificateAuthorityArn=arn, Certificate=properties["Certificate"].encode()
    )
    set_status(arn, properties)
    return arn, {"CompleteCertificateChain": properties["Certificate"]}


def set_status(arn, properties, _old=None):
    aws("acm-pca").update_certificate_authority(CertificateAuthorityArn=arn, Status=properties["Status"])


RESOURCES = {
    "AWS::ACMPCA::CertificateAuthority": Resource(create_authority, delete_authority, retag_authority),
    "AWS::ACMPCA::Certificate": Resource(issue),
    "AWS::ACMPCA::CertificateAuthorityActivation": Resource(activate, None, set_status),
}
