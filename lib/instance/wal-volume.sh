# shellcheck shell=bash
# A WAL volume is used raw.
use_volume() {
  ln -sfn "$disk" "$R/dev/automq-wal"
  chown automq "$disk"
}
