#!/bin/sh
# All at once, and then all is waited for: programs may start before their database is migrated.
set -eu
cd "$FOLDER"
"$KUBECTL" apply --server-side -f all.yaml
"$KUBECTL" wait --for=condition=Complete --timeout=5m -f 2-migration.yaml
"$KUBECTL" -n "$NAMESPACE" rollout status $STORES $PROGRAMS
