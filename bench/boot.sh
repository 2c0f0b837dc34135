#!/bin/bash
# `npm run bench:boot`: bench/boot.ts, in namespaces of its own.
set -euo pipefail
# A path of the user's is relative to here, and used from other folders.
if [ -e "${AUTOMQ_ARCHIVE:-}" ]; then AUTOMQ_ARCHIVE=$(realpath "$AUTOMQ_ARCHIVE"); fi
cd "$(dirname "$(realpath "$0")")/.."
machines=test/e2e/boot
if [ "$(id -u)" != 0 ] && sudo -n true 2>/dev/null; then exec sudo -n --preserve-env=PATH,AUTOMQ_ARCHIVE "$0"; fi
reason=$("$machines/able") || {
  echo "SKIPPED bench:boot: $reason"
  exit 0
}
"$machines/prepare.sh"
export COLD=1
exec "$machines/namespaces" node --import tsx bench/boot.ts
