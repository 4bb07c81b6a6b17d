#!/usr/bin/env bash
# oci-cli sends "file://key.pem" itself as the private key, where other options read the file.
#
# Versions: oci-cli 3.95.1 from PyPI, Python 3.9 or later.
# Source: `oci certs-mgmt certificate update-certificate-by-importing-config-details --help`: --certificate-pem, --cert-chain-pem and
#   --private-key-pem take "TEXT"; values of other options of the same command are "passed in as a file using the file://path/to/file syntax".
# Expected: the file's contents are sent, as a private key has no place in a command line, which every user of the machine can read.
# Seen: the text file://… itself is sent as the certificate and as the key, without an error. With all options in one file, `--from-json file://…`, the contents arrive.
# Consequence: a hook that renews an imported certificate needs --from-json, with a file that nobody else can read.
#
# Exits with 0 while this is so, with 1 when it has changed, with 2 when it could not be tried.
set -euo pipefail
for program in python3 openssl; do command -v "$program" > /dev/null || { echo "$program is missing" >&2; exit 2; }; done
folder=$(mktemp -d)
server=
finish() {
  if [[ -n $server ]]; then kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; fi
  rm -rf "$folder"
}
trap finish EXIT
cd "$folder"

python3 -m venv venv || exit 2
venv/bin/pip install --quiet --disable-pip-version-check oci-cli==3.95.1 || exit 2

# A key of the API's user, and a certificate to be sent, both made here. The user and the tenancy are invented.
openssl genrsa -out api.pem 2048 2> /dev/null
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=room.example.com -keyout key.pem -out cert.pem 2> /dev/null
chmod 600 api.pem key.pem
cat > config <<INI
[DEFAULT]
user=ocid1.user.oc1..example
tenancy=ocid1.tenancy.oc1..example
fingerprint=$(openssl rsa -in api.pem -pubout -outform DER 2> /dev/null | openssl md5 -c | sed 's/.*= *//')
key_file=$folder/api.pem
region=eu-frankfurt-1
INI
chmod 600 config

# Answers every request, and keeps what it was sent.
cat > server.py <<'PY'
import http.server, json, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_PUT(self):
        body = self.rfile.read(int(self.headers['content-length']))
        with open('sent.json', 'wb') as file:
            file.write(body)
        answer = json.dumps({'id': 'ocid1.certificate.oc1..example'}).encode()
        self.send_response(200)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass

server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 server.py > port &
server=$!
for _ in $(seq 50); do [[ -s port ]] && break; sleep 0.2; done

export OCI_CLI_SUPPRESS_FILE_PERMISSIONS_WARNING=True
update() {
  rm -f sent.json
  venv/bin/oci --config-file config --endpoint "http://127.0.0.1:$(< port)" certs-mgmt certificate \
    update-certificate-by-importing-config-details --force "$@" > said.txt 2>&1
  [[ -s sent.json ]]
}
sent() { python3 -c 'import json, sys; print(json.load(open("sent.json"))["certificateConfig"][sys.argv[1]])' "$1"; }

id=ocid1.certificate.oc1..example
update --certificate-id $id --certificate-pem "file://$folder/cert.pem" --cert-chain-pem "file://$folder/cert.pem" \
  --private-key-pem "file://$folder/key.pem" || { cat said.txt >&2; exit 2; }
as_options=$(sent privateKeyPem)

python3 - "$id" > options.json <<'PY'
import json, sys
cert, key = open('cert.pem').read(), open('key.pem').read()
print(json.dumps({'certificateId': sys.argv[1], 'certificatePem': cert, 'certChainPem': cert, 'privateKeyPem': key}))
PY
update --from-json "file://$folder/options.json" || { cat said.txt >&2; exit 2; }
as_file=$(sent privateKeyPem)

echo "sent as the key with --private-key-pem file://…: ${as_options:0:8}…; with --from-json: ${as_file:0:27}…"
if [[ $as_options == "file://$folder/key.pem" && $as_file == "$(< key.pem)" ]]; then
  echo 'As described: only --from-json sends the contents.'
else
  echo 'Changed: see above.' >&2
  exit 1
fi
