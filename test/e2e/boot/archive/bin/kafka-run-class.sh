#!/bin/bash
# Stands for Kafka's script of the same name: Maven Central has the jars, not the scripts. Same variables, same place of logs.
# SHIM, the only difference to a real archive: sizes of a laptop win over those of the plan, and classes come from a list that
# prepare.sh made where the image holds it, which halves the start of each process.
home=$(dirname "$(dirname "$(readlink -f "$0")")")
classes=/usr/local/lib/kafka.jsa
[ ! -e $classes ] || shared="-Xshare:auto -XX:SharedArchiveFile=$classes"
# shellcheck disable=SC2086 # options are several words
exec java $KAFKA_HEAP_OPTS $KAFKA_OPTS -Xms96m -Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${KAFKA_CLASSES:-$shared} \
  "-Dkafka.logs.dir=${LOG_DIR:-/tmp}" "-Dlog4j.configuration=file:$home/config/${KAFKA_LOG4J:-tools}.properties" \
  -cp "$(printf '%s:' "$home"/libs/*.jar)" "$@"
