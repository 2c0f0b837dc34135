# shellcheck shell=bash
# What runs beside the node.
ending() { [ "$(imds autoscaling/target-lifecycle-state)" = Terminated ] || imds spot/instance-action; }

# A dead machine renews nothing, so its address is free after 90 s.
drain() {
  until ending; do sleep 5; done
  while :; do
    hook record-lifecycle-action-heartbeat "$TERMINATE_HOOK" || :
    sleep 30
  done &
  log "this machine ends: stopping"
  await 3600 may_stop || log "stopping although other controllers are behind: look at them"
  systemctl stop automq
  kill $!
  hook complete-lifecycle-action "$TERMINATE_HOOK" --lifecycle-action-result CONTINUE
}

others=${QUORUM//[^,]/}
majority() {
  local voter up=
  for voter in ${QUORUM//,/ }; do ! reachable "$voter" || up+=xx; done
  [ ${#up} -gt ${#others} ]
}

# What another machine would not heal.
common_cause() {
  ! [[ $(group "Instances[?InstanceId!='$INSTANCE'].LifecycleState") =~ ^(InService|[[:space:]])*$ ]] || ! majority ||
    ! (secret "$BROKER_SECRET" password) >/dev/null || ! aws s3api put-object --bucket "$OPS_BUCKET" --key "sick/$ID"
}

# Well is who serves and was not started again in the last 5 minutes.
sick() {
  ! serves || ! pgrep -u automq -O300 java || touch well
  [ "$(find well -mmin +30)" ] || return 0
  if common_cause; then
    log "not well for 30 minutes, but no other machine would be: look at the group, controllers, secret, bucket and keys"
  else
    log "not well for 30 minutes: asking for another machine"
    aws autoscaling set-instance-health --instance-id "$INSTANCE" --health-status Unhealthy
  fi
}
