#!/usr/bin/env bash
# Builds the Pulumi CLI from the Go module proxy, once: Pulumi's own downloads are not on any package registry.
# Usage: build.sh FOLDER, which then holds `pulumi` and `build.log`. Needs Go 1.25.11 or newer; go.sum pins every module.
set -euo pipefail
mkdir -p "$1"
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")"
version=$(go list -m -f '{{.Version}}' github.com/pulumi/pulumi/pkg/v3)
stamp="github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=$version"
[ "$("$folder/pulumi" version 2>/dev/null)" = "$version" ] && exit
{
  echo "$(date -Is) $(go version): building pulumi $version"
  # Two at a time: a compile of the cloud SDKs takes more than a gigabyte.
  nice -n 15 go build -p 2 -trimpath -ldflags "-s -w -X $stamp" -o "$folder/pulumi" github.com/pulumi/pulumi/pkg/v3/cmd/pulumi
  echo "$(date -Is) built: $("$folder/pulumi" version)"
} 2>&1 | tee "$folder/build.log"
