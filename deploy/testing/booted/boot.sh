#!/usr/bin/env bash
# Makes a machine for installation tests: systemd as process 1 in new namespaces, on a copy of this machine's file system
# whose changes stay in memory. It can't change anything outside, and has no network to the outside.
#
#   boot.sh NAME SHARED    runs until it is killed; SHARED is mounted inside as /srv/shared
#
# Needs root, and a Linux with systemd installed (not running). The kernel is shared: its settings (sysctl, SELinux)
# can't be tested here.
set -euo pipefail
name=$1
export SHARED=$2

# systemd gets a cgroup of its own, in which it can make further ones. bootedVm.ts removes the cgroup when it ends the
# machine.
for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
  if [[ -e $hierarchy/cgroup.procs ]]; then
    mkdir -p "$hierarchy/$name"
    echo $$ > "$hierarchy/$name/cgroup.procs"
  fi
done

# This function runs in the new namespaces.
inside() {
  mount --make-rprivate /
  local memory=/run/first-room-machine
  mkdir -p $memory
  mount -t tmpfs tmpfs $memory
  mkdir $memory/written $memory/work $memory/root
  root=$memory/root
  mount -t overlay overlay -o lowerdir=/,upperdir=$memory/written,workdir=$memory/work $root

  mount -t proc proc $root/proc
  mount -t sysfs sysfs $root/sys
  if [[ -e /sys/fs/cgroup/systemd ]]; then
    mount -t tmpfs tmpfs $root/sys/fs/cgroup
    mkdir $root/sys/fs/cgroup/{systemd,unified}
    mount -t cgroup -o none,name=systemd cgroup $root/sys/fs/cgroup/systemd
    mount -t cgroup2 cgroup2 $root/sys/fs/cgroup/unified
  else
    mount -t cgroup2 cgroup2 $root/sys/fs/cgroup
  fi
  mount -t tmpfs -o mode=755 tmpfs $root/run
  mount -t tmpfs tmpfs $root/tmp
  mount -t tmpfs -o mode=755 tmpfs $root/dev
  local device
  for device in null zero full random urandom tty; do
    : > $root/dev/$device
    mount --bind /dev/$device $root/dev/$device
  done
  mkdir $root/dev/pts $root/dev/shm $root/srv/shared
  mount -t devpts -o newinstance,ptmxmode=0666 devpts $root/dev/pts
  # systemd mounts the credentials of services below /dev/shm while it prepares them.
  mount -t tmpfs tmpfs $root/dev/shm
  # Without /dev/ptmx systemd gives a service with PrivateDevices no devices at all.
  ln -s pts/ptmx $root/dev/ptmx
  ln -s /proc/self/fd $root/dev/fd
  ln -s /proc/self/fd/1 $root/dev/stdout
  ln -s /proc/self/fd/2 $root/dev/stderr
  mount --bind "$SHARED" $root/srv/shared

  # The network has the VM's own address and the load balancer's, both from the ranges for documentation (RFC 5737).
  # LiveKit ignores addresses of `lo`, so a veth pair with both ends here has them.
  ip link set lo up
  ip link add ens3 type veth peer name cable
  ip link set ens3 up
  ip link set cable up
  ip address add 198.51.100.10/24 dev ens3
  ip address add 203.0.113.20/24 dev ens3
  printf '127.0.0.1 localhost\n203.0.113.20 room.example.com\n198.51.100.10 direct.example.com\n' > $root/etc/hosts

  # Services of the host machine must not start here.
  rm -rf $root/etc/systemd/system/*.wants
  ln -sf /dev/null $root/etc/systemd/system/systemd-udevd.service
  mkdir -p $root/var/log/nginx
  # After pivot_root, unlike chroot, this is the only file system, also for programs that enter the namespaces later.
  cd $root
  pivot_root . .
  umount --lazy .
  # Shared propagation is the default on every machine with systemd, but in a container its creator has to set it.
  # Without it credentials would not reach services.
  mount --make-rshared /
  exec env -i container=first-room PATH="$PATH" LANG=C.UTF-8 \
    /lib/systemd/systemd --log-target=journal --unit=multi-user.target < /dev/null
}
export -f inside
# The machine ends when the program that started this script dies.
exec setpriv --pdeathsig KILL unshare --mount --pid --net --cgroup --ipc --uts --fork --kill-child bash -euo pipefail -c inside
