#!/bin/bash
# SHIM: what AutoMQ has and Apache Kafka has not. Records are in shared storage there, so every topic has one copy, and the controller
# gives the partitions of a broker that stops to others. Here they are moved before it stops, with their records.
bin=$(dirname "$(readlink -f "$0")")
one_copy=(--override default.replication.factor=1 --override offsets.topic.replication.factor=1
  --override transaction.state.log.replication.factor=1 --override transaction.state.log.min.isr=1)

# systemd tells the whole group, and whoever joins it meanwhile. Kafka waits for SIGHUP, which ends it the same way.
trap '' TERM
KAFKA_LOG4J=server "$bin/kafka-run-class.sh" kafka.Kafka "$1" "${one_copy[@]}" &
broker=$!
# shellcheck disable=SC2317 # called by the trap
stop() {
  trap '' TERM
  ! grep -q '^process.roles=broker' "$1" ||
    java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Dlog4j.configuration=file:$bin/../config/tools.properties" \
      -cp "$bin/../libs/*:$bin/../leave/*" org.mozilla.javascript.tools.shell.Main "$bin/../leave/leave.js" "$1" >>"$LOG_DIR/leave.log" 2>&1
  kill -HUP "$broker"
}
trap 'stop "$1"' TERM
until wait $broker; code=$?; [ $code -lt 128 ] || ! kill -0 $broker 2>/dev/null; do :; done
exit $code
