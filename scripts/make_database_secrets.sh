#!/bin/sh
# For compose.yaml: makes the password of its PostgreSQL, once. Files in secrets/ are mounted one by one, and read by
# users inside the containers; the folder keeps everybody else on this machine out.
set -eu
cd "$(dirname "$0")/.."
[ -e secrets/database_url ] && { echo "secrets/ is there already; the database knows that password."; exit 0; }
umask 022
mkdir -p secrets
chmod 700 secrets
password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
printf '%s' "$password" > secrets/database_password
printf 'postgres://orders:%s@database/orders' "$password" > secrets/database_url
