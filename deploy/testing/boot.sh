#!/usr/bin/env bash
# Boots systemd in namespaces of its own, with a folder laid over this machine's files, runs a probe and powers off.
# Nothing of this machine changes: what is written stays in memory, and the network is another one. Needs root.
#
#   boot.sh <folder>     <folder>/etc, <folder>/opt … stand over /etc, /opt …; <folder>/probe.sh is run once the units in
#                        <folder>/wanted are started; what it prints is in <folder>/probe.out
set -euo pipefail

if [[ ${1:-} != inside ]]; then
  exec unshare --mount --pid --fork --kill-child --uts --ipc --net --cgroup "$0" inside "$1"
fi
folder=$2
wanted=$(< "$folder/wanted")

# The address that livekit.yaml is shipped with, on a network that ends here.
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

# Devices as containers have them.
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
# systemd hands credentials to a unit through a mount that has to be seen everywhere.
mount --make-rshared /
export container=first-room
exec /lib/systemd/systemd --system --unit=probe.service
