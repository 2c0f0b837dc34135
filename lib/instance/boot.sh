# shellcheck shell=bash
# From a bare machine to a node that serves. Every step looks first and changes nothing that is already right.
boot() {
  trap report EXIT
  right_zone
  packages
  identity
  unpack
  certificate
  chronyc waitsync 30 0.1 || fail "no time in 5 minutes: is chronyd up?"
  configure
  format
  chown -R automq "$data" "$LOG_DIR"
  touch tls/used well
  systemctl start automq automq-byoc@drain
  await 600 in_place || fail "not in service in 10 minutes: read server.log"
  systemctl start automq-byoc@watch.timer
  log "node $ID serves"
}

# At the end, good or bad. Only a launch waits for an answer: at any other time both calls are refused.
report() {
  if [ $? = 0 ]; then
    set SUCCESS CONTINUE
  else
    set FAILURE ABANDON
    metric BootFailed 1 || :
  fi
  aws cloudformation signal-resource --stack-name "$STACK" --logical-resource-id "$SIGNAL_RESOURCE" --unique-id "$INSTANCE" --status "$1" || :
  hook complete-lifecycle-action "$LAUNCH_HOOK" --lifecycle-action-result "$2" || :
}
