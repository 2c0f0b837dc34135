# shellcheck shell=bash
# A pinned node always has the same interface and the same volume, attached by id.
disk=$R/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${VOLUME_ID/-/}

# Asked for again while the last machine is still going (VolumeInUse), and until the device is there.
attached() { [ -e "$disk" ] || { aws ec2 attach-volume --volume-id "$VOLUME_ID" --instance-id "$INSTANCE" --device /dev/sdf && false; }; }

identity() {
  cp slots slot
  read -r ID ADDRESS HOST <slot
  await 300 attached || fail "no $VOLUME_ID: who holds it? may the role use its key?"
  use_volume
}
