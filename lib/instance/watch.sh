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

others=${QUORUM//[^,]/}
majority() {
  local voter up=
  for voter in ${QUORUM//,/ }; do ! reachable "$voter" || up+=xx; done
  [ ${#up} -gt ${#others} ]
}

# Well is who is in place and was not started again in the last 5 minutes. A new machine heals neither the others nor what all share.
sick() {
  ! in_place || ! pgrep -u automq -O300 java || touch well
  [ "$(find well -mmin +30)" ] || return 0
  {
    [ "$(group "length(Instances[?LifecycleState!='InService'])")" = 0 ] && majority && secret "$BROKER_SECRET" password >/dev/null &&
      await 0 aws s3api put-object --bucket "$OPS_BUCKET" --key "sick/$ID"
  } || fail "not well, but not alone: check group, controllers, bucket, key"
  log "not well: replace me"
  aws autoscaling set-instance-health --instance-id "$INSTANCE" --health-status Unhealthy
}
