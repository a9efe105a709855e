#!/bin/sh
# In the order of `slipway deploy`: the data stores with all that they stand on, the migration, the rest,
# each waited for before the next.
set -eu
cd "$FOLDER"
"$KUBECTL" apply --server-side -f 1-stores.yaml
"$KUBECTL" -n "$NAMESPACE" rollout status $STORES
"$KUBECTL" apply --server-side -f 2-migration.yaml
"$KUBECTL" wait --for=condition=Complete --timeout=5m -f 2-migration.yaml
"$KUBECTL" apply --server-side -f 3-rest.yaml
"$KUBECTL" -n "$NAMESPACE" rollout status $PROGRAMS
