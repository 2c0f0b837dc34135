# shellcheck shell=bash
# A pinned node always has the same interface and the same volume, attached by id.
disk=$R/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${VOLUME_ID/-/}

# VolumeInUse while the last machine is still going.
attach() { [ -e "$disk" ] || aws ec2 attach-volume --volume-id "$VOLUME_ID" --instance-id "$INSTANCE" --device /dev/sdf; }

identity() {
  cp slots slot
  read -r ID ADDRESS HOST <slot
  await 300 attach || fail "no $VOLUME_ID: end the machine that holds it"
  await 60 test -e "$disk" || fail "$VOLUME_ID has no device: may the role make grants on its key?"
  use_volume
}
