# shellcheck shell=bash
# Key, certificate and authorities from a secret of the customer, who may have changed it.
ours() {
  secret "$TLS_SECRET" privateKey
  secret "$TLS_SECRET" certificateChain
}
stale() { ! ours | cmp -s - tls/node.pem; }

obtain() {
  ours >node.pem
  secret "$TLS_SECRET" authorities >ca.pem
}
