#!/usr/bin/env bash
# Registers two pictures with a running service (./superpose serve): examples/client.sh MOVING FIXED [WARPED]
# SERVICE names its address if it is another, TOKEN its token if it has one.
set -euo pipefail
service=${SERVICE:-http://127.0.0.1:8080}
warped=${3:-warped.png}

ask() { curl --silent --show-error --fail-with-body ${TOKEN:+--oauth2-bearer "$TOKEN"} "$@"; }

# id LENGTH: reads an answer and prints the id of that many characters, 64 of an image and 36 of a registration. What
# the service says of a request that it refuses goes to the standard error.
id() { sed -nE -e "s/.*\"id\":\"([0-9a-f-]{$1})\".*/\1/p" -e '/"code":/w /dev/stderr'; }
send() { ask --data-binary "@$1" --url-query "name=$(basename "$1")" "$service/v1/images" | id 64; }

moving=$(send "$1")
fixed=$(send "$2")
registration=$(ask --data "{\"moving\":\"$moving\",\"fixed\":\"$fixed\"}" "$service/v1/registrations" | id 36)
address=$service/v1/registrations/$registration
ask --no-buffer "$address/events" | sed -unE 's/.*"stage":"([^"]*)".*/\1/p'
ask "$address"
ask --output "$warped" "$address/warped"
echo "warped: $warped"
