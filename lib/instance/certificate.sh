# shellcheck shell=bash
# The node's key and certificate, and whom it trusts.

# lasts FOLDER SECONDS: the certificate is for this host, from an authority we trust, and good for that much longer.
lasts() { openssl verify -CAfile "$1/ca.pem" -untrusted "$1/node.pem" -verify_hostname "$HOST" -attime $(($(date +%s) + $2)) "$1/node.pem"; }

certificate() {
  stale || return 0
  rm -rf new
  mkdir -m700 new
  cd new
  obtain
  cd ..
  lasts new 0 || fail "bad certificate for $HOST: correct the issuer"
  ! diff -rqx used new tls || return 0
  # AutoBalancer's client knows only the trust store of the JVM, which has to know S3 as well.
  cp new/ca.pem "$R/etc/pki/ca-trust/source/anchors"
  update-ca-trust
  chown -R automq new
  rm -rf tls
  mv new tls
}

# Hourly. The node reads a new certificate when told to.
renew() {
  [ "$(find tls -prune -mmin +55)" ] || return 0
  certificate
  [ -e tls/used ] || use_certificate
  touch tls tls/used
  end=$(openssl x509 -in tls/node.pem -noout -enddate)
  metric CertificateDaysLeft $((($(date -d "${end#*=}" +%s) - $(date +%s)) / 864))e-2
}
