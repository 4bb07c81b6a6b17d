#!/bin/bash
# Runs once on each new worker for LiveKit, as its cloud-init script (README.md): keeps other pods away, and sets the
# buffers for LiveKit's UDP port that deploy/sysctl/60-first-room.conf explains. Oracle's own script, which makes the
# machine a worker, is fetched from the metadata service as in Oracle's documentation ("Using Custom Cloud-init
# Initialization Scripts to Set Up Managed Nodes").
set -euo pipefail
printf 'net.core.rmem_max = 16777216\nnet.core.wmem_max = 16777216\n' > /etc/sysctl.d/60-first-room.conf
sysctl --system > /dev/null
curl --fail --silent --header 'Authorization: Bearer Oracle' http://169.254.169.254/opc/v2/instance/metadata/oke_init_script |
  base64 --decode > /var/run/oke-init.sh
bash /var/run/oke-init.sh --kubelet-extra-args '--register-with-taints=first-room/media=true:NoSchedule'
