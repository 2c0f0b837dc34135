# shellcheck shell=bash
# A certificate from AWS Private CA, for a key that never leaves the machine.
stale() { ! lasts tls $((CERTIFICATE_DAYS * 28800)); }

pca() { aws acm-pca "$1" --certificate-authority-arn "$AUTHORITY_ARN" "${@:2}"; }

# The algorithm must suit the authority's own key, which only the authority knows.
issue() {
  for kind in ECDSA RSA; do
    arn=$(pca issue-certificate --csr fileb://csr --signing-algorithm SHA256WITH$kind --validity "Type=DAYS,Value=$CERTIFICATE_DAYS" \
      --template-arn "${AUTHORITY_ARN%%:acm-pca*}:acm-pca:::template/EndEntityCertificate/V1" --query CertificateArn) && return
  done
}

obtain() {
  local domain=${HOST#*.} arn
  openssl req -new -nodes -newkey ec -pkeyopt group:P-256 -keyout node.pem -out csr -subj "/CN=$ID" -addext "subjectAltName=DNS:$HOST,DNS:bootstrap.$domain,DNS:bootstrap-$ZONE.$domain"
  {
    await 60 issue && await 60 pca get-certificate --certificate-arn "$arn" --query '[Certificate,CertificateChain]' |
      tr '\t' '\n' >>node.pem
  } || fail "no certificate: check $AUTHORITY_ARN"
  awk '/BEGIN C/{n++}n>1' node.pem >ca.pem
}
