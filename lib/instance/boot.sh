# shellcheck shell=bash
# From a bare machine to a node that serves. Every step looks first and changes nothing that is already right.
boot() {
  trap report EXIT
  # Who is told to stop has nothing to report: bash would call it a success.
  trap 'trap 0;exit' TERM
  [ "$(imds placement/availability-zone-id)" = "$ZONE" ] || fail "not in $ZONE: correct the subnet"
  id automq || useradd -rs/sbin/nologin automq
  mkdir -p "$data" "$LOG_DIR"
  # What takes long goes on beside the rest.
  packages &
  local java=$! kafka tls
  unpack &
  kafka=$!
  identity
  certificate &
  tls=$!
  configure
  wait $java || exit
  wait $kafka || exit
  format
  chown -R automq "$data" "$LOG_DIR"
  wait $tls || exit
  chronyc waitsync 300 0.1 0 1 || fail "clock not in sync: is chronyd up?"
  touch tls/used well
  systemctl start automq automq-byoc@drain automq-byoc@watch
  await 600 in_place || fail "not in service: read server.log"
  log "node $ID serves"
}

# At the end, good or bad. Only a launch waits for an answer: at any other time both calls are refused.
report() {
  local code=$?
  set -- SUCCESS CONTINUE
  if [ $code != 0 ]; then
    # What `fail` ended has its line.
    [ $code = 9 ] || log "FAILED: read journalctl"
    set -- FAILURE ABANDON
    metric BootFailed 1 || :
  fi
  [ -z "$STACK" ] || aws cloudformation signal-resource --stack-name "$STACK" --logical-resource-id "$SIGNAL_RESOURCE" --unique-id "$INSTANCE" --status "$1" &
  pass launch "$2" || :
  wait $! || :
}
