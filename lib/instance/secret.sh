# shellcheck shell=bash
# Key, certificate and authorities from a secret of the customer, who may have changed it.
stale() { :; }

obtain() {
  secret "$TLS_SECRET" privateKey >node.pem
  secret "$TLS_SECRET" certificateChain >>node.pem
  secret "$TLS_SECRET" authorities >ca.pem
}
