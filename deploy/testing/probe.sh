#!/usr/bin/env bash
# boot.sh runs this script inside the VM. It reports the state of the units after systemd has started them.
# booted.spec.ts reads its output.
set -u

# This function needs no time limit, because the unit that runs this script has one.
await() {
  until "$@" > /dev/null 2>&1; do sleep 0.2; done
}
listens() {
  (exec 3<> "/dev/tcp/127.0.0.1/$1")
}
main_pid() {
  systemctl show --property=MainPID --value "$1"
}
is_another() {
  [[ $(main_pid "$1") != 0 && $(main_pid "$1") != "$2" ]]
}
told_of() {
  journalctl --unit=first-room-livekit --no-pager --output=cat | grep "$1"
}

await listens 7880
await listens 5000
await listens 443
for unit in first-room-livekit first-room-token; do
  pid=$(main_pid "$unit")
  echo "$unit runs as $(stat --format=%U "/proc/$pid")"
  grep -E '^(CapEff|NoNewPrivs|Seccomp):' "/proc/$pid/status" | sed "s/^/$unit /"
done

export NODE_EXTRA_CA_CERTS=/etc/letsencrypt/live/room.example.com/fullchain.pem
doctor=(/usr/bin/node /opt/first-room/current/doctor/doctor.mjs --no-vm https://room.example.com)
"${doctor[@]}"
echo "doctor: $?"

for unit in first-room-livekit first-room-token; do
  pid=$(main_pid "$unit")
  kill -KILL "$pid"
  await is_another "$unit" "$pid"
  echo "$unit is back after a kill"
done

# With a setting that it does not know LiveKit exits with status 0. systemd restarts it again and again, and it recovers
# when the setting is corrected.
sed -i 's/udp_port: 7882/upd_port: 7882/' /etc/first-room/livekit.yaml
systemctl kill --signal=KILL first-room-livekit
await told_of upd_port
told_of upd_port | head --lines=1
sed -i 's/upd_port: 7882/udp_port: 7882/' /etc/first-room/livekit.yaml
await listens 7880
echo "first-room-livekit is back once it is mended"

# Waits before the machine is powered off: a LiveKit that has listened for less than 100 ms ignores SIGTERM
# (livekit-server 1.13.5, pkg/service/server.go: `Stop` before `running`), and systemd would wait for it for 90 s.
sleep 1
