# shellcheck shell=bash
# Last part of node.sh: does what was asked for.
INSTANCE=$(await 60 imds instance-id) || fail "no metadata: is it on?"
# Written by boot; empty where the power went while it was.
[ ! -s slot ] || read -r ID ADDRESS HOST <slot
"$1"
