# shellcheck shell=bash
# What any node needs of its machine: the right zone, packages, the release.
right_zone() {
  local zone
  zone=$(imds placement/availability-zone-id)
  [ "$zone" = "$ZONE" ] || fail "this is $zone, not $ZONE: correct the group's subnet"
}

packages() {
  # shellcheck disable=SC2086 # several words
  [ -z "$PACKAGES" ] || await 300 dnf -qy install $PACKAGES || fail "no $PACKAGES: does the S3 endpoint allow al2023-repos?"
  id automq || useradd -rs/sbin/nologin automq
  mkdir -p "$data" "$LOG_DIR"
  amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:agent.json || log "no log agent: logs stay here"
}

# The checksum names a file beside what it proved; a baked image has none.
unpack() {
  local to=$R/opt/automq tgz=$R/var/tmp/automq.tgz
  [ ! -e "$to/$ARCHIVE_SHA256" ] || return 0
  await 300 aws s3 cp --only-show-errors "$ARCHIVE_URL" "$tgz" || fail "no archive '$ARCHIVE_URL': check bucket, key and endpoint"
  sha256sum -c <<<"$ARCHIVE_SHA256  $tgz" || fail "$ARCHIVE_URL is not the signed archive: upload it again"
  rm -rf "$to"
  mkdir "$to"
  tar -xzf "$tgz" -C "$to" --strip-components=1 --no-same-owner
  touch "$to/$ARCHIVE_SHA256"
}
