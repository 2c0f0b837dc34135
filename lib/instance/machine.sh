# shellcheck shell=bash
# What any node needs of its machine: packages, the release.
packages() {
  # shellcheck disable=SC2086 # several words
  [ -z "$PACKAGES" ] || rpm -q $PACKAGES || await 300 dnf -qy install $PACKAGES || fail "no $PACKAGES: may S3 read al2023-repos?"
  # Without it logs stay on the machine. Nobody waits for it.
  amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c "file:$PWD/agent.json" &
}

# The checksum names a file beside what it proved; a baked image has none.
unpack() {
  local to=$R/opt/automq tgz=$R/var/tmp/tgz
  [ ! -e "$to/$ARCHIVE_SHA256" ] || return 0
  await 300 aws s3 cp --only-show-errors "$ARCHIVE_URL" "$tgz" || fail "no archive: check $ARCHIVE_URL"
  sha256sum -c <<<"$ARCHIVE_SHA256  $tgz" || fail "wrong checksum: upload $ARCHIVE_URL again"
  rm -rf "$to"
  mkdir "$to"
  await 0 tar -xzof "$tgz" -C "$to" --strip=1 || {
    # Room for the line that says so.
    rm -rf "$to" "$tgz"
    fail "cannot unpack: disk full?"
  }
  # The name may outlive a power cut only if the release does. Nobody waits for the disk.
  { sync -f "$to" && touch "$to/$ARCHIVE_SHA256"; } &
}
