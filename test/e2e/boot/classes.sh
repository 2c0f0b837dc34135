#!/bin/bash
# classes.sh ARCHIVE FILE: starts the broker and its tools once, where machines will have them, and keeps the classes that they loaded
# in a form that Java maps instead of loading (class data sharing). Runs in mounts of its own.
set -euo pipefail
if [ -z "${OWN_MOUNTS:-}" ]; then OWN_MOUNTS=1 exec unshare --mount --net "$0" "$@"; fi
ip link set lo up
archive=$(realpath "$1") file=$(realpath "$2")
mount -t tmpfs tmpfs /opt
mount -t tmpfs tmpfs /mnt
mkdir /opt/automq
tar -xzof "$archive" -C /opt/automq --strip=1
cd /mnt
export PATH=$PATH:/opt/automq/bin LOG_DIR=/mnt
cat >server.properties <<'END'
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@localhost:9093
listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
controller.listener.names=CONTROLLER
log.dirs=/mnt/data
offsets.topic.replication.factor=1
END
lists() { env KAFKA_CLASSES="-Xshare:off -XX:DumpLoadedClassList=/mnt/$1.list" "${@:2}"; }
lists format kafka-storage.sh format -t hT3xM0bWQ7iJ4kLmNoPqRg -c server.properties --add-scram 'SCRAM-SHA-512=[name=a,password=b]'
(lists server kafka-server-start.sh server.properties) &
for _ in {1..120}; do
  (: </dev/tcp/localhost/9092) 2>/dev/null && break
  sleep 1
done
lists quorum kafka-metadata-quorum.sh --bootstrap-controller localhost:9093 describe --replication
lists configs kafka-configs.sh --bootstrap-server localhost:9092 --describe --entity-type brokers
pkill -P $! java || kill $!
wait $! || :
sort -u ./*.list >all
KAFKA_CLASSES="-Xshare:dump -XX:SharedClassListFile=/mnt/all -XX:SharedArchiveFile=/mnt/kafka.jsa" kafka-run-class.sh kafka.Kafka >/dev/null
cp kafka.jsa "$file"
