/**
 * What the commands of a healthy machine answer: a pattern on the whole command line, and the shell command that answers. `WORLD` is a
 * folder for what the commands remember; the clock is a file in it, so that waiting takes no time.
 */
export type Rule = readonly [pattern: string, answer: string];

/** Commands that only a real machine has; the rest (sed, openssl, tar, …) is real. */
export const commands = [
  ...['amazon-cloudwatch-agent-ctl', 'aws', 'blkid', 'chown', 'chronyc', 'curl', 'date', 'dnf', 'id', 'install', 'ip'],
  ...[
    'kafka-configs.sh',
    'kafka-metadata-quorum.sh',
    'kafka-storage.sh',
    'mkfs.xfs',
    'mount',
    'mountpoint',
    'pgrep',
    'rpm',
  ],
  ...['sleep', 'sync', 'systemctl', 'timeout', 'update-ca-trust', 'useradd', 'wipefs'],
] as const;

const remembered = (file: string): string => `cat "$WORLD/${file}"`;

const clock: readonly Rule[] = [
  ['date +%s', remembered('clock')],
  // The minute of controller 1.
  ['date +%-M', 'echo 4'],
  ['date +%-S', 'echo 5'],
  ['date -Is', 'echo 2026-11-27T00:00:00+00:00'],
  ['date *', 'exec /bin/date "$@"'],
  // Moved into place whole: steps run beside each other, and one that read an empty clock would live in 1970.
  [
    'sleep *',
    'echo $(($(cat "$WORLD/clock") + 60 * $1)) >"$WORLD/clock.$$"; mv "$WORLD/clock.$$" "$WORLD/clock"; exec /bin/sleep 0.02',
  ],
];

const metadata: readonly Rule[] = [
  ['curl *-XPUT*/latest/api/token', 'echo secret-token'],
  ['curl */meta-data/instance-id', 'echo i-1'],
  ['curl */meta-data/mac', 'echo 0e:00:00:00:00:01'],
  ['curl */meta-data/*/interface-id', 'echo eni-1'],
  ['curl */meta-data/*/local-ipv4s', remembered('addresses')],
  ['curl */meta-data/placement/availability-zone-id', 'echo use1-az4'],
  ['curl */meta-data/autoscaling/target-lifecycle-state *', remembered('lifecycle')],
  ['curl *', 'echo "404 $*" >&2; exit 22'],
];

/** `openssl` signs what `aws acm-pca` is asked for; the answer is both parts with a tab between, as the CLI prints them. */
const authority: readonly Rule[] = [
  [
    'aws acm-pca issue-certificate *SHA256WITHECDSA*',
    'openssl x509 -req -in csr -CA "$WORLD/ca.pem" -CAkey "$WORLD/ca.key" -days "$(cat "$WORLD/days")" -copy_extensions copy -set_serial 1 -out "$WORLD/issued.pem" 2>/dev/null && echo arn:certificate',
  ],
  ['aws acm-pca get-certificate *', 'printf "%s\\t%s\\n" "$(cat "$WORLD/issued.pem")" "$(cat "$WORLD/ca.pem")"'],
];

const services: readonly Rule[] = [
  ['aws ec2 assign-private-ip-addresses *', 'echo "$last" >>"$WORLD/addresses"'],
  ['aws ec2 attach-volume *', 'truncate -s 8M "$ROOT/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol1"'],
  ['aws secretsmanager get-secret-value *', 'echo \'{"username": "broker", "password": "pass-of-\'"$4"\'"}\''],
  ['aws s3 cp *', 'cp "$WORLD/archive.tgz" "$last"'],
  ['aws s3api list-objects-v2 *', 'echo None'],
  ['aws autoscaling describe-auto-scaling-groups *length(*', 'echo 0'],
  ['aws autoscaling describe-auto-scaling-groups *', 'echo 1'],
  ['aws *', ':'],
];

const parts: readonly Rule[] = [
  ['ip -br link', 'echo "ens5@if7 UP 0e:00:00:00:00:01 <BROADCAST>"'],
  // There is no user automq here.
  ['install *-oautomq*', 'shift 2; exec /usr/bin/install -m600 "$@"'],
  ['install *', 'exec /usr/bin/install "$@"'],
  // An address connects when a port of it is open, and answers when that port is.
  ['timeout 1 bash -c >/dev/tcp/*', 'grep -qxF "${last#>/dev/tcp/}" "$WORLD/open"'],
  ['timeout * openssl s_client *', 'echo "$5" | tr : / | grep -qxFf - "$WORLD/open"'],
  ['timeout *', 'shift; exec "$@"'],
  ['mountpoint *', 'test -e "$WORLD/mounted"'],
  ['mount *', 'touch "$WORLD/mounted"'],
  ['blkid *', 'exit 2'],
  ['id *', 'exit 1'],
  ['rpm *', 'test -e "$WORLD/installed"'],
  ['dnf *', 'touch "$WORLD/installed"'],
  ['pgrep *', 'echo 7'],
  ['sync *', ':'],
  ['systemctl start automq *', 'cat "$WORLD/opens" >>"$WORLD/open"'],
];

/** The arguments of format come through a pipe that only exists while it runs. */
const kafka: readonly Rule[] = [
  [
    'kafka-storage.sh *',
    'cat "${1#@}" >"$WORLD/format"; mkdir -p "$ROOT/var/lib/automq/data"; touch "$ROOT/var/lib/automq/data/meta.properties"',
  ],
  ['kafka-metadata-quorum.sh *', remembered('replication')],
  ['kafka-configs.sh *', 'cat "$4" >"$WORLD/login"'],
];

export const healthy: readonly Rule[] = [...clock, ...metadata, ...authority, ...services, ...parts, ...kafka];

const quoted = (literal: string): string => `'${literal.replaceAll("'", "'\\''")}'`;
const pattern = (glob: string): string => glob.split('*').map(quoted).join('*');

/** One script that plays every command: it writes down the call and gives the first answer that fits. */
export const player = (rules: readonly Rule[]): string => `#!/bin/sh
for last; do :; done
call="\${0##*/}\${*:+ $*}"
# No call of AWS may hang.
case "$call" in
'aws --cli-connect-timeout 5 --cli-read-timeout 20 '*) shift 4; call="aws $*" ;;
aws*) echo "may hang: $call" >&2; exit 252 ;;
esac
[ "\${0##*/}" = date ] || echo "$call" >>"$WORLD/calls"
# What is given by stdin is read, as the real commands do.
case "$*" in *-H@-*) cat >/dev/null ;; esac
case "$call" in
${rules.map(([glob, answer]) => `${pattern(glob)}) ${answer} ;;`).join('\n')}
esac
`;
