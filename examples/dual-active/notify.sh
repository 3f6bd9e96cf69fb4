#!/bin/sh
# Told by keepalived what an instance of this node has become: notify.sh master|backup|fault
# It keeps a record of that. Put what your service needs on such a change next to it, and keep it short: keepalived
# does not wait for it.
set -eu

record=/run/keepalived-notify.log

case "${1:-}" in
master | backup | fault)
    echo "$(date '+%Y-%m-%d %H:%M:%S') $1" >>"$record"
    ;;
*)
    echo "Usage: $0 master|backup|fault" >&2
    exit 64
    ;;
esac
