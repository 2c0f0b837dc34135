#!/bin/bash
# pack.sh LABEL: prints the path of the archive, which it packs when it is not there: the boot tests' Kafka, with one copy of each record
# and partitions that leave a broker which stops, as in AutoMQ.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
"$here/../../e2e/boot/prepare.sh" >&2
cache=$(realpath "$here/../../../.cache/boot")
plain=$(find "$cache" -name 'kafka-*.tgz' | sort | tail -1)
made=$(cat "$here/pack.sh" "$here"/archive/* <(echo "$1 $plain") | sha256sum | cut -c1-16)
packed=$cache/joined-$1-$made.tgz
if [ ! -e "$packed" ]; then
  rm -rf "$cache/joined-$1"-*.tgz "$cache/pack"
  mkdir "$cache/pack"
  tar -xzf "$plain" -C "$cache/pack"
  kafka=$(echo "$cache"/pack/kafka-*)
  mvn -q -B dependency:copy -Dartifact=org.mozilla:rhino:1.7.15 -DoutputDirectory="$kafka/leave" >&2
  install -m 0755 "$here/archive/kafka-server-start.sh" "$kafka/bin/"
  install -m 0644 "$here/archive/leave.js" "$kafka/leave/"
  echo "$1" >"$kafka/LABEL"
  tar -cf - -C "$cache/pack" "${kafka##*/}" | gzip -1 >"$cache/packing"
  rm -rf "$cache/pack"
  mv "$cache/packing" "$packed"
fi
echo "$packed"
