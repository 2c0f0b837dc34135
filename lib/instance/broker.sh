# shellcheck shell=bash
# What only a broker does.
in_place() { reachable "$ADDRESS:9092"; }
wait_for_others() { :; }
first_login() { :; }

# Saying the same place again makes a broker read the file again.
use_certificate() {
  local place=ssl.keystore.location=$PWD/tls/node.pem
  kafka-configs.sh --bootstrap-server "$HOST:9094" --command-config <(login) --alter --broker "$ID" --add-config "listener.name.client.$place,listener.name.internal.$place"
}

watch() { every 50 1200 renew & every 250 300 sick; }
