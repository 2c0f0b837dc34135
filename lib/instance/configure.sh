# shellcheck shell=bash
# The node's properties and its disk. Passwords are in no process list: bash replaces, and a pipe holds the arguments.
# Nodes have two users, `broker` and `standby`, and accept both; the secret says whom they log in as, so that it can change while they
# restart one after the other. Its password is that of the first, then that of the second, half and half.
configure() {
  local text login
  local -A of
  text=$(secret "$BROKER_SECRET" 'username password')
  # shellcheck disable=SC2086 # two words
  set -- $text
  of=([broker]=${2::${#2}/2} [standby]=${2:${#2}/2})
  login="username=\"$1\" password=\"${of[$1]}\" user_broker=\"${of[broker]}\" user_standby=\"${of[standby]}\""
  text=$(sed "s/@NODE_ID@/$ID/;s/@HOST@/$HOST/g;s/@ADDRESS@/$ADDRESS/g" server.template)
  install -m600 -oautomq /dev/stdin server.properties <<<"${text//@LOGIN@/"$login"}"
}

# Formatted once, it stays as it is: this file is written last.
format() {
  local args=(format -t "$CLUSTER_ID" -c server.properties)
  [ ! -e "$data/data/meta.properties" ] || return 0
  first_login
  kafka-storage.sh @<(printf '%s\n' "${args[@]}")
}
