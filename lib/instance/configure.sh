# shellcheck shell=bash
# The node's properties and its disk. Passwords are in no process list: bash replaces, and a pipe holds the arguments.
configure() {
  local text password
  password=$(secret "$BROKER_SECRET" password)
  text=$(sed "s/@NODE_ID@/$ID/;s/@HOST@/$HOST/g;s/@ADDRESS@/$ADDRESS/g" server.properties.template)
  install -m600 -oautomq /dev/stdin server.properties <<<"${text//@BROKER_PASSWORD@/"$password"}"
  # For the tools: what AutoBalancer's client says.
  sed -n 's/^autobalancer.client.auth.//p;/^ssl.truststore/p' server.properties | install -m600 /dev/stdin client.properties
}

format() {
  local args=(format --ignore-formatted -t "$CLUSTER_ID" -c server.properties)
  [ ! -e "$data/data/meta.properties" ] || return 0
  first_format
  kafka-storage.sh @<(printf '%s\n' "${args[@]}")
}
