# shellcheck shell=bash
# What only a controller does. Controllers hold the only map of the data.

# caught_up "==" 1: this one; caught_up "!=" 2: two others. In the last five seconds, by the leader's books.
caught_up() {
  timeout 30 kafka-metadata-quorum.sh --bootstrap-controller "$QUORUM" --command-config <(login) describe --replication |
    awk "/Leader|Follower/&&\$1$1$ID&&\$(NF-1)>$(date +%s)000-5000{n++}END{exit n<$2}"
}
others_caught_up() { caught_up '!=' ${#others}; }

# The first controller ever has nobody to catch up with.
in_place() { reachable "$ADDRESS:9093" && { ! majority || caught_up '==' 1; }; }
# Nobody is left behind when the whole group goes.
may_stop() { [ "$(group DesiredCapacity)" = 0 ] || others_caught_up; }
wait_for_others() { await 3600 may_stop || log "stopping, others are behind"; }

# Each controller has its own minutes, and only the start of them: the next one sees who is gone.
my_turn() { (($(date +%-M) % (${#others} + 1) == ID && $(date +%-S) < 9)) && others_caught_up; }

use_certificate() {
  await 900 my_turn || fail "new certificate waits: others are behind"
  systemctl restart automq
}

# A file system is made only on a volume proven empty: nothing known on it, and 4 MiB of zeros.
use_volume() {
  ! mountpoint "$data" || return 0
  if [ "$(blkid -p "$disk"; echo $?)" = 2 ] && [ -z "$(wipefs -n "$disk" || echo ?)" ] && cmp -n 4194304 "$disk" /dev/zero; then mkfs.xfs -q "$disk"; fi
  mount -t xfs "$disk" "$data" || fail "$VOLUME_ID is neither empty nor ours: look at it"
}

# Two controllers that come back empty lose metadata, so an object remembers that this one was part of a quorum.
formed() { echo "cluster/$CLUSTER_ID/controller-$ID/formed"; }

first_login() {
  local found password
  found=$(aws s3api list-objects-v2 --bucket "$OPS_BUCKET" --prefix "$(formed)" --query Contents[0].Key)
  [ "$found" = None ] || fail "$VOLUME_ID is empty but controller $ID was formed: restore its snapshot"
  password=$(secret "$ADMIN_SECRET" password)
  args+=(--add-scram "SCRAM-SHA-512=[name=admin,password=$password]")
}

quorum() {
  local lost=1
  if caught_up '==' 1; then
    lost=0
    [ -e formed ] || aws s3api put-object --bucket "$OPS_BUCKET" --key "$(formed)"
    touch formed
  fi
  metric QuorumLost $lost
}

# The alarm of the quorum counts minutes.
watch() { every 50 45 quorum & every 50 1200 renew & every 250 300 sick; }
