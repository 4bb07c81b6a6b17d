#!/usr/bin/env bash
# livekit-server with node_ip on a machine with two addresses answers media at one of them, and each start chooses anew.
#
# Versions: livekit-server 1.13.5 (pion/ice 4.4.0), github.com/livekit/server-sdk-go/v2 2.18.1 as the guest, Go 1.26, Linux with network
#   namespaces for users (util-linux) and iproute2.
# Source: `rtc.node_ip` in the server's sample configuration is "the IP address to advertise"; nothing says that the machine may have one
#   address only, and `rtc.interfaces` and `rtc.ips` are optional filters.
# Expected: media that arrives at the announced address is answered, whatever other addresses the machine has (Docker's bridge, a VPN).
# Seen: of ten starts with the same file, on a machine with 198.51.100.1 (announced, in the guest's network) and 172.31.0.1, most never
#   answer the guest where the announced address belongs to the second card, and about one in eight where it belongs to the first. Each local
#   address becomes a candidate with the announced one in its place; these are the same candidate, so that the agent keeps the first alone,
#   and with it the socket of its address. The server takes its addresses from a Go map, so the first is another one at each start.
#   With `rtc.ips.includes` naming the announced address all starts let the guest in.
# Consequence: on a host with Docker or a VPN calls work or not until the next restart. Name the address in `rtc.ips.includes`.
#
# Exits with 0 while this is so, with 1 when it has changed, with 2 when it could not be tried. Takes a few minutes.
set -euo pipefail
for program in go ip unshare nsenter; do command -v "$program" > /dev/null || { echo "$program is missing" >&2; exit 2; }; done
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"

GOBIN=$folder CGO_ENABLED=0 GOFLAGS='' go install github.com/livekit/livekit-server/cmd/server@v1.13.5 || exit 2
mkdir guest
cat > guest/main.go <<'GO'
// Joins a room as a guest, and says by its exit status whether media connects.
package main

import (
	"os"
	"time"

	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
)

func main() {
	lksdk.SetLogger(logger.LogRLogger{})
	done := make(chan error, 1)
	go func() {
		room, err := lksdk.ConnectToRoom("ws://198.51.100.1:17880", lksdk.ConnectInfo{
			APIKey: "devkey", APISecret: "a-secret-of-more-than-thirty-two-characters", RoomName: "room", ParticipantIdentity: "guest",
		}, &lksdk.RoomCallback{})
		if err == nil {
			room.Disconnect()
		}
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil {
			os.Exit(0)
		}
	case <-time.After(12 * time.Second):
	}
	os.Exit(3)
}
GO
(cd guest && go mod init guest && go get github.com/livekit/server-sdk-go/v2@v2.18.1 && go mod tidy && CGO_ENABLED=0 go build -o ../join .) > build.log 2>&1 || { tail -n 5 build.log >&2; exit 2; }

cat > livekit.yaml <<'YAML'
port: 17880
bind_addresses: [198.51.100.1]
rtc: { udp_port: 17882, tcp_port: 0, use_external_ip: false, node_ip: 198.51.100.1, stun_servers: ["198.51.100.1:3478"] }
keys: { devkey: a-secret-of-more-than-thirty-two-characters }
YAML
sed 's|node_ip:|ips: { includes: ["198.51.100.1/32"] }, node_ip:|' livekit.yaml > one.yaml

cat > starts.sh <<'SH'
# starts.sh FILE TIMES: how many of so many starts let the guest in.
set -euo pipefail
# The server's two cards; at the other end of the second one, in a network of its own, is the guest.
unshare --net sleep 600 &
guest=$!
trap 'kill "$guest"' EXIT
at_guest() { nsenter --target "$guest" --net "$@"; }
ip link set lo up
ip link add net-b type veth peer name peer-b
ip link add net-a type veth peer name peer-a
sleep 1
ip link set peer-a netns "$guest"
ip address add 198.51.100.1/24 dev net-a
ip address add 172.31.0.1/16 dev net-b
for card in net-a net-b peer-b; do ip link set "$card" up; done
at_guest ip address add 198.51.100.2/24 dev peer-a
at_guest ip link set peer-a up
in=0
for ((start = 0; start < $2; start += 1)); do
  ./server --config "$1" > server.log 2>&1 &
  server=$!
  for ((tries = 0; tries < 100; tries += 1)); do
    if (exec 3<> /dev/tcp/198.51.100.1/17880) 2> /dev/null; then break; fi
    sleep 0.1
  done
  if at_guest ./join > join.log 2>&1; then in=$((in + 1)); fi
  kill -KILL "$server"
  wait "$server" 2> /dev/null || true
done
echo "$in"
SH
several=$(unshare --map-root-user --net bash starts.sh livekit.yaml 10) || { tail -n 3 server.log >&2; exit 2; }
one=$(unshare --map-root-user --net bash starts.sh one.yaml 5) || exit 2
echo "Of 10 starts with both addresses $several let the guest in; of 5 with the announced address alone, $one."
if ((one < 5)); then echo 'It could not be tried: the guest does not get in with one address either.' >&2; exit 2; fi
if ((several == 10)); then echo 'Changed: every start answered.' >&2; exit 1; fi
