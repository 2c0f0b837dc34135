#!/bin/bash
# init.sh FOLDER IMAGE: first process of a machine. The disk is a layer over this computer's own; FOLDER/disk survives a reboot.
set -eu
disk=$1/disk
cache=$(realpath "$(dirname "$0")/../../../../.cache/boot")
new=$1/root
mount --make-rprivate /
mkdir -p "$disk" "$1/layer" "$new"
mount -t overlay overlay -o "lowerdir=$2:/,upperdir=$disk,workdir=$1/layer" "$new"
touch "$1/up"
# The network is plugged in from outside.
read -r _ <"$1/go"
cd "$new"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup 2>/dev/null || {
  mount -t tmpfs tmpfs sys/fs/cgroup
  mount -t cgroup2 cgroup2 sys/fs/cgroup
}
for folder in run tmp; do mount -t tmpfs tmpfs $folder; done
# The project may lie in a folder that was hidden just now.
mkdir -p ".$cache"
mount --bind "$cache" ".$cache"
mount -t tmpfs -o mode=0755 tmpfs dev
while read -r name major minor; do mknod -m 0666 "dev/$name" c "$major" "$minor"; done <<'EOF'
null 1 3
zero 1 5
full 1 7
random 1 8
urandom 1 9
tty 5 0
EOF
mkdir -p dev/shm dev/disk/by-id .old
ln -s /proc/self/fd dev/fd
pivot_root . .old
umount -l .old
exec env -i container=byoc PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --system --unit=multi-user.target --log-target=journal --show-status=0 </dev/null >/dev/null 2>&1
