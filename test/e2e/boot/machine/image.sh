#!/bin/bash
# image.sh IMAGE CACHE ENDPOINT [ARCHIVE]: what an Amazon Linux image has and this computer has not, as a layer over this computer's disk.
set -euo pipefail
image=$1 here=$(dirname "$(realpath "$0")")
# A file system of its own: a layer may not lie inside another one.
mkdir -p "$image"
mount -t tmpfs tmpfs "$image"
put() { install -D -m "$1" /dev/stdin "$image$2"; }

# Only what Amazon runs for us is played; each says in the journal that it was called.
for played in "$here"/played/*; do put 0755 "/usr/local/bin/${played##*/}" <"$played"; done
mkdir -p "$image"/usr/local/lib "$image"/etc/pki/{ca-trust/source/anchors,java} "$image/var/log/journal"

# A baked image holds the release.
if [ -n "${4:-}" ]; then
  mkdir -p "$image/opt/automq"
  tar -xzof "$4" -C "$image/opt/automq" --strip=1
fi

# The AWS CLI; warm, as is the list of classes that the stand-in's kafka-run-class.sh looks for, but where starts are measured (COLD=1).
warm=/run/aws-cli
put 0755 /usr/local/lib/aws <<EOF
#!/bin/bash
exec $2/venv/bin/python $2/venv/bin/aws "\$@"
EOF
put 0755 /usr/local/bin/aws <<EOF
#!/bin/bash
exec $2/venv/bin/python -S -E /usr/local/lib/warm-aws/call.py $warm /usr/local/lib/aws "\$@"
EOF
cp -r "$here/warm-aws" "$image/usr/local/lib/"
[ -n "${COLD:-}" ] || cp "$2"/kafka-*.jsa "$image/usr/local/lib/kafka.jsa"

# Nothing of this computer's own services.
hidden=(etc/systemd/system usr/lib/systemd/system/{sysinit,sockets,timers,local-fs,multi-user,graphical,initrd}.target.wants)
for folder in "${hidden[@]}"; do
  mkdir -p "$image/$folder"
  python3 -c 'import os, sys; os.setxattr(sys.argv[1], "trusted.overlay.opaque", b"y")' "$image/$folder"
done

# cloud-init: user data is run once in the life of a machine.
put 0644 /etc/systemd/system/cloud-init.service <<'EOF'
[Unit]
Wants=systemd-journald.service
ConditionPathExists=!/var/lib/cloud/done
[Service]
Type=oneshot
ExecStart=/var/lib/cloud/user-data
ExecStartPost=touch /var/lib/cloud/done
EOF
mkdir -p "$image/etc/systemd/system/multi-user.target.wants"
ln -s ../cloud-init.service "$image/etc/systemd/system/multi-user.target.wants/"
put 0644 /etc/systemd/system.conf.d/local-services.conf <<EOF
[Manager]
DefaultEnvironment=AWS_ENDPOINT_URL=$3 AWS_METADATA_SERVICE_NUM_ATTEMPTS=3 AWS_METADATA_SERVICE_TIMEOUT=5
EOF

[ -z "${COLD:-}" ] || exit 0
put 0644 /etc/systemd/system/aws-cli.service <<EOF
[Service]
ExecStart=$2/venv/bin/python /usr/local/lib/warm-aws/serve.py $warm
EOF
ln -s ../aws-cli.service "$image/etc/systemd/system/multi-user.target.wants/"
