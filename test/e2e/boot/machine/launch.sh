#!/bin/bash
# launch.sh CGROUP FOLDER IMAGE: a machine with a process tree, network, mounts and cgroups of its own, and a real systemd.
set -eu
mkdir -p "$1"
echo $$ >"$1/cgroup.procs"
exec unshare --mount --pid --net --uts --ipc --cgroup --fork --kill-child "$(dirname "$0")/init.sh" "$2" "$3"
