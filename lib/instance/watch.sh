# shellcheck shell=bash
# What runs beside the node.

# A dead machine renews nothing, so its address is free after 90 s.
drain() {
  until [[ $(imds autoscaling/target-lifecycle-state spot/instance-action) =~ Terminated|action ]]; do sleep 1; done
  while hook record-lifecycle-action-heartbeat terminate || :; do sleep 30; done &
  log stopping
  wait_for_others
  systemctl stop automq
  kill $!
  pass terminate CONTINUE
}

# every PAUSE LIMIT TASK: ended after LIMIT seconds. Each task has a loop of its own: one that fails or waits keeps no other from its turn.
every() { while sleep "$1"; wait; do timeout "$2" "$0" "$3" & done; }

# Asked all at once, and no longer than it takes to know.
others=${QUORUM//[^,]/}
majority() {
  local voter most=$(((${#others} + 3) / 2))
  [ "$(for voter in ${QUORUM//,/ }; do { ! reachable "$voter" || echo; } & done | head -n$most | wc -l)" = $most ]
}

# Well is who is in place and was not started again in the last 5 minutes. A new machine heals neither the others nor what all share.
sick() {
  ! in_place || ! pgrep -u automq -O300 java || touch well
  [ "$(find well -mmin +30)" ] || return 0
  {
    [ "$(group "length(Instances[?InstanceId!='$INSTANCE'&&(LifecycleState!='InService'||HealthStatus!='Healthy')])")" = 0 ] && majority
  } || fail "not well, but not alone: check group, controllers"
  secret "$BROKER_SECRET" password >/dev/null
  local bucket
  for bucket in "$OPS_BUCKET" "$DATA_BUCKET"; do
    await 0 aws s3api put-object --bucket "$bucket" --key "sick/$ID" || fail "not well, but not alone: check $bucket, its key"
  done
  log "not well: replace me"
  aws autoscaling set-instance-health --instance-id "$INSTANCE" --health-status Unhealthy
}
