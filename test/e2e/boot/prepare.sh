#!/bin/bash
# Fetches what the machines need, once: local AWS services, the AWS CLI, a broker packed like AutoMQ's archive.
set -euo pipefail
# A path of the user's is relative to here, and used from other folders.
if [ -e "${AUTOMQ_ARCHIVE:-}" ]; then AUTOMQ_ARCHIVE=$(realpath "$AUTOMQ_ARCHIVE"); fi
cd "$(dirname "$0")"
cache=../../../.cache/boot
mkdir -p "$cache"
cache=$(realpath "$cache")

if [ -n "$(./lacking)" ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    iproute2 util-linux mount procps xfsprogs openssl openjdk-17-jre-headless maven python3-venv curl systemd >/dev/null
fi

if [ ! -e "$cache/venv/ready" ]; then
  python3 -m venv "$cache/venv"
  "$cache/venv/bin/pip" install -q 'moto[server]==5.2.3' 'awscli==1.46.3'
  touch "$cache/venv/ready"
fi

# An archive of the user's: a path is read where it lies, an address is fetched once.
given=${AUTOMQ_ARCHIVE:-}
if [ -n "$given" ] && [ ! -e "$given" ]; then
  kept=$cache/given-$(printf %s "$given" | sha256sum | cut -c1-16).tgz
  [ -e "$kept" ] || { curl -fsSL "$given" -o "$kept.part" && mv "$kept.part" "$kept"; }
fi

# Packed again only when a part of it changed: machines find it by its checksum.
made=$(cat pom.xml classes.sh archive/*/* | sha256sum | cut -c1-16)
if [ ! -e "$cache/kafka-$made.tgz" ]; then
  rm -rf "$cache"/kafka-*.{tgz,jsa} "$cache/pack"
  mkdir -p "$cache/pack"
  cp -r archive "$cache/pack/kafka-3.9.1"
  chmod 0755 "$cache"/pack/kafka-3.9.1/bin/*
  mvn -q -B -f pom.xml dependency:copy-dependencies -DoutputDirectory="$cache/pack/kafka-3.9.1/libs"
  tar -czf "$cache/packed" -C "$cache/pack" kafka-3.9.1
  rm -rf "$cache/pack"
  mv "$cache/packed" "$cache/kafka-$made.tgz"
fi
if [ ! -e "$cache/kafka-$made.jsa" ]; then
  timeout 300 ./classes.sh "$cache/kafka-$made.tgz" "$cache/part.jsa" >/dev/null 2>&1 && mv "$cache/part.jsa" "$cache/kafka-$made.jsa"
fi

# Kafka's own client for the load, from the same archive.
if [ ! -e "$cache/client-$made" ]; then
  rm -rf "$cache"/client-* "$cache/part"
  mkdir "$cache/part"
  tar -xzf "$cache/kafka-$made.tgz" -C "$cache/part" --strip=1
  mv "$cache/part" "$cache/client-$made"
fi
