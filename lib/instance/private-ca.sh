# shellcheck shell=bash
# A certificate from AWS Private CA, for a key that never leaves the machine.
stale() { ! lasts tls $((CERTIFICATE_DAYS * 28800)); }

obtain() {
  local domain=${HOST#*.} kind arn
  openssl req -new -nodes -newkey ec -pkeyopt group:P-256 -keyout node.pem -out csr -subj "/CN=$ID" -addext "subjectAltName=DNS:$HOST,DNS:bootstrap.$domain,DNS:bootstrap-$ZONE.$domain"
  # It must suit the authority's own key, which only the authority knows.
  for kind in ECDSA RSA; do
    arn=$(aws acm-pca issue-certificate --certificate-authority-arn "$AUTHORITY_ARN" --csr fileb://csr --signing-algorithm SHA256WITH$kind --validity "Type=DAYS,Value=$CERTIFICATE_DAYS" \
      --template-arn "${AUTHORITY_ARN%%:acm-pca*}:acm-pca:::template/EndEntityCertificate/V1" --query CertificateArn) && break
  done
  await 60 aws acm-pca get-certificate --certificate-authority-arn "$AUTHORITY_ARN" --certificate-arn "$arn" --query '[Certificate,CertificateChain]' |
    tr '\t' '\n' >>node.pem || fail "no certificate: check $AUTHORITY_ARN"
  awk '/BEGIN C/{n++}n>1' node.pem >ca.pem
}
