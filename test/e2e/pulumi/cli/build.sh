#!/usr/bin/env bash
# Builds the Pulumi CLI and Pulumi's Node language host from the Go module proxy, once: Pulumi's own downloads are not on any package
# registry. Usage: build.sh FOLDER, which then holds `pulumi`, `language-nodejs` and `build.log`. Needs Go 1.25.11 or newer; go.sum pins
# every module.
#
# The host is of v3.68.0, the last release that has it in a module with versions: later ones have it in a module of its own, which the
# proxy knows neither by a version nor by a commit.
set -euo pipefail
mkdir -p "$1"
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")"
version=$(go list -m -f '{{.Version}}' github.com/pulumi/pulumi/pkg/v3)
stamp="github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=$version"
[ "$("$folder/pulumi" version 2>/dev/null)" = "$version" ] && [ -e "$folder/language-nodejs" ] && exit
{
  echo "$(date -Is) $(go version): building pulumi $version"
  # Two at a time: a compile of the cloud SDKs takes more than a gigabyte.
  nice -n 15 go build -p 2 -trimpath -ldflags "-s -w -X $stamp" -o "$folder/pulumi" github.com/pulumi/pulumi/pkg/v3/cmd/pulumi
  echo "$(date -Is) built: $("$folder/pulumi" version)"
  cd ../host
  host=github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs
  nice -n 15 go build -p 2 -trimpath -ldflags '-s -w' -o "$folder/language-nodejs" "$host"
  echo "$(date -Is) built: $host of $(go list -m -f '{{.Version}}' github.com/pulumi/pulumi/sdk/v3)"
} 2>&1 | tee "$folder/build.log"
