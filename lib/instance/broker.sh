# shellcheck shell=bash
# What only a broker does.
in_place() { serves; }
may_stop() { :; }
first_format() { :; }

# Saying the same place again makes a broker read the file again.
use_certificate() {
  local place=ssl.keystore.location=$PWD/tls/node.pem
  kafka-configs.sh --bootstrap-server "$HOST:9094" --command-config client.properties --alter --entity-type brokers --entity-name "$ID" --add-config "listener.name.client.$place,listener.name.internal.$place"
}

watch() {
  sick
  renew
}
