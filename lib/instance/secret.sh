# shellcheck shell=bash
# Key, certificate and authorities from a secret of the customer, who may have changed any of them: it is read each time.
stale() { :; }

obtain() {
  secret "$TLS_SECRET" 'privateKey certificateChain' >node.pem
  secret "$TLS_SECRET" authorities >ca.pem
}
