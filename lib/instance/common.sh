#!/bin/bash
# First part of node.sh: what every other part uses.
# ROOT puts everything inside a folder; AWS_ENDPOINT_URL points elsewhere.
set -euo pipefail
R=${ROOT:-}
data=$R/var/lib/automq
log=$R/var/log/automq-byoc
mkdir -p "$log"
cd "$R/etc/automq-byoc"
# shellcheck source=/dev/null
. ./node.env
# Kafka's tools log where the node does.
export AWS_DEFAULT_REGION=$REGION AWS_DEFAULT_OUTPUT=text LOG_DIR=$R/var/log/automq PATH=$PATH:$R/opt/automq/bin

log() { echo "$(date -Is) ${*//$'\n'/ }" | tee -a "$log/boot.log" >&2; }

# One line: what happened, what to do, and the last words of what was waited for (three lines: two refusals, as for the two kinds of certificate).
fail() {
  log "FAILED: $* [$(tail -n3 "$log/why.${FUNCNAME[1]}")]"
  exit 9
}

# No call hangs: the CLI would wait a minute for a connection and a minute for each answer, three times.
aws() { command aws --cli-connect-timeout 5 --cli-read-timeout 20 "$@"; }

# await SECONDS COMMAND…: tries once a second. Steps run beside each other, so each has its own last words.
await() {
  local end=$(($(date +%s) + $1))
  until "${@:2}" 2>"$log/why.${FUNCNAME[1]}"; do
    (($(date +%s) < end)) || return
    sleep 1
  done
}

# imds PATH…; the token travels by stdin, so no process list shows it.
imds() {
  local url=169.254.169.254/latest token=X-aws-ec2-metadata-token
  curl -sfm5 -XPUT -H$token-ttl-seconds:60 "$url/api/token" | sed "s/^/$token: /" | curl -sfm5 -H@- "${@/#/$url/meta-data/}"
}

metric() { aws cloudwatch put-metric-data --namespace AutoMQ/BYOC --dimensions "Cluster=$CLUSTER" --metric-name "$1" --value "$2"; }

# secret NAME 'FIELD…'
secret() {
  await 60 aws secretsmanager get-secret-value --secret-id "$1" --query SecretString |
    python3 -c "import json;d=json.load(open(0));print(*(d[k]for k in'$2'.split()),sep='\n')" || fail "no $2 in $1: check secret, key, endpoint"
}

# hook VERB NAME [OPTION…], about this machine
hook() { aws autoscaling "$1" --auto-scaling-group-name "$GROUP" --instance-id "$INSTANCE" --lifecycle-hook-name "${@:2}"; }
# pass NAME RESULT
pass() { hook complete-lifecycle-action "$1" --lifecycle-action-result "$2"; }
# group FIELD
group() { aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names "$GROUP" --query "AutoScalingGroups[0].$1"; }
# What AutoBalancer's client says serves the tools too.
login() { sed -n 's/^autobalancer.client.auth.//p;/^ssl.truststore/p' server.properties; }

# A process that hangs still has an open port; only one that works shakes hands. An address without a machine refuses nothing: it is silent.
reachable() { timeout 1 bash -c ">/dev/tcp/${1/:/\/}" && timeout 5 openssl s_client -connect "$1" </dev/null >/dev/null; }
