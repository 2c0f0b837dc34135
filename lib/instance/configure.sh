# shellcheck shell=bash
# The node's properties and its disk. Passwords are in no process list: bash replaces, and a pipe holds the arguments.
configure() {
  local text password
  password=$(secret "$BROKER_SECRET" password)
  text=$(sed "s/@NODE_ID@/$ID/;s/@HOST@/$HOST/g;s/@ADDRESS@/$ADDRESS/g" server.properties.template)
  install -m600 -oautomq /dev/stdin server.properties <<<"${text//@BROKER_PASSWORD@/"$password"}"
}

# Formatted once, it stays as it is: this file is written last.
format() {
  local args=(format -t "$CLUSTER_ID" -c server.properties)
  [ ! -e "$data/data/meta.properties" ] || return 0
  first_login
  kafka-storage.sh @<(printf '%s\n' "${args[@]}")
}
