#!/usr/bin/env bash
# Boots systemd in new namespaces with a folder as an overlay of this machine's files, runs a probe and powers off.
# This machine is not changed: files are written to memory, and the network is a separate one. Needs root.
#
#   boot.sh <folder>     <folder>/etc, <folder>/opt … overlay /etc, /opt …; <folder>/probe.sh runs once the units in
#                        <folder>/wanted are started; its output goes to <folder>/probe.out
set -euo pipefail

if [[ ${1:-} != inside ]]; then
  exec unshare --mount --pid --fork --kill-child --uts --ipc --net --cgroup "$0" inside "$1"
fi
folder=$2
wanted=$(< "$folder/wanted")

# The network has the address of the shipped livekit.yaml, and no connection to other networks.
ip link set lo up
ip link add vnic type veth peer name cable
ip address add 203.0.113.10/24 dev vnic
ip link set vnic up
ip link set cable up

mount --make-rprivate /
memory=$(mktemp -d)
mount -t tmpfs tmpfs "$memory"
mkdir "$memory"/{written,work,root}
root=$memory/root
cp -r "$folder/." "$memory/written"
mount -t overlay overlay -o "lowerdir=/,upperdir=$memory/written,workdir=$memory/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"

# /dev has the same devices as in a container.
mount -t tmpfs tmpfs "$root/dev"
mkdir "$root"/dev/{pts,shm,mqueue,hugepages}
mount -t devpts devpts "$root/dev/pts" -o newinstance
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t mqueue mqueue "$root/dev/mqueue"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done

touch "$folder/probe.out" "$root/probe.out"
mount --bind "$folder/probe.out" "$root/probe.out"
for user in first-room-livekit first-room-token; do
  chroot "$root" useradd --system --no-create-home --shell /usr/sbin/nologin "$user"
done
cat > "$root/etc/systemd/system/probe.service" << UNIT
[Unit]
Wants=$wanted
After=$wanted
SuccessAction=poweroff-force
FailureAction=poweroff-force
[Service]
Type=oneshot
TimeoutStartSec=50
ExecStart=/bin/bash /probe.sh
StandardOutput=file:/probe.out
StandardError=file:/probe.out
UNIT

cd "$root"
mkdir before
pivot_root . before
umount -l /before
# systemd passes credentials to a unit through a mount, so mounts must propagate to the unit's namespace.
mount --make-rshared /
export container=first-room
exec /lib/systemd/systemd --system --unit=probe.service
