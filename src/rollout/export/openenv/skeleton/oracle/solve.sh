#!/bin/sh
# Plays every row as the perfect reviewer against a running server, and fails unless each gives its maximum.
exec node "$(dirname "$0")/../runtime/oracle.js" "$@"
