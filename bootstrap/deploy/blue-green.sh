#!/usr/bin/env bash
# Replaces the running servers by new ones without dropping a request:
#   blue-green.sh
# starts the colour that is not serving, waits for its /readyz, switches nginx to it, and ends the old one, which finishes
# what it accepted. If the new one does not become ready, it is ended and the old one goes on serving.
# Migrate first (`npm run migrate`): both colours run on the same database for a while.
set -euo pipefail

BLUE_PORT=${BLUE_PORT:-8001}
GREEN_PORT=${GREEN_PORT:-8002}
# Holds the colours' pids and logs.
RUN_DIR=${RUN_DIR:-/run/soundhub}
# What nginx includes (see nginx.conf).
UPSTREAM_FILE=${UPSTREAM_FILE:-/etc/nginx/soundhub-upstream.conf}
# Runs a server on $PORT in the foreground.
START=${START:-node bootstrap/server-alone.ts}
RELOAD=${RELOAD:-nginx -s reload}
# Seconds until the new server must be ready, and until requests that nginx began on the old one have ended.
READY_WITHIN=${READY_WITHIN:-60}
DRAIN=${DRAIN:-5}

say() { echo "blue-green: $*"; }
port_of() { if [ "$1" = blue ]; then echo "$BLUE_PORT"; else echo "$GREEN_PORT"; fi; }
pid_file() { echo "$RUN_DIR/$1.pid"; }
is_running() { [ -f "$(pid_file "$1")" ] && kill -0 "$(cat "$(pid_file "$1")")" 2> /dev/null; }
is_ready() { curl -fs -o /dev/null --max-time 2 "http://127.0.0.1:$(port_of "$1")/readyz"; }

start() {
  PORT=$(port_of "$1") setsid $START >> "$RUN_DIR/$1.log" 2>&1 < /dev/null 9>&- &
  echo $! > "$(pid_file "$1")"
}

# SIGTERM, and then as long as the server needs to finish (20 s at most).
end() {
  is_running "$1" || return 0
  local pid
  pid=$(cat "$(pid_file "$1")")
  kill -TERM "$pid"
  while kill -0 "$pid" 2> /dev/null; do sleep 0.1; done
  rm -f "$(pid_file "$1")"
}

# The file appears whole; nginx never reads half of it.
point_to() {
  printf 'upstream soundhub {\n  server 127.0.0.1:%s;\n  keepalive 32;\n}\n' "$(port_of "$1")" > "$UPSTREAM_FILE.new"
  mv "$UPSTREAM_FILE.new" "$UPSTREAM_FILE"
  $RELOAD
}

mkdir -p "$RUN_DIR"
exec 9> "$RUN_DIR/lock"
flock -n 9 || { say 'another deployment is running'; exit 1; }

old=blue
new=green
if is_running green || ! is_running blue; then old=green new=blue; fi
if is_running "$new"; then say "$old and $new are both running: end one of them first"; exit 1; fi

say "starting $new on port $(port_of "$new")"
start "$new"
deadline=$((SECONDS + READY_WITHIN))
until is_ready "$new"; do
  if ! is_running "$new" || [ $SECONDS -ge $deadline ]; then
    say "$new did not become ready; $old goes on serving. The end of $RUN_DIR/$new.log:"
    tail -n 5 "$RUN_DIR/$new.log"
    end "$new"
    exit 1
  fi
  sleep 0.2
done

point_to "$new"
say "nginx now passes requests to $new"
if is_running "$old"; then
  sleep "$DRAIN"
  say "ending $old"
  end "$old"
fi
say 'done'
