#!/bin/sh
# Installs the programs that prove rendered configuration (Debian, as root). Tests name what they
# miss; this installs all of it. No service is left running: policy-rc.d forbids the start.
set -eu

if [ "$(id -u)" -ne 0 ]; then
    echo "run it as root: sudo sh $0" >&2
    exit 2
fi

packages="nginx postgresql-15 redis-server prometheus shellcheck busybox openssl"

policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086 # a list of names
apt-get install -q -y --no-install-recommends $packages
