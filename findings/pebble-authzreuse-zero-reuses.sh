#!/usr/bin/env bash
# Pebble with PEBBLE_AUTHZREUSE=0 still reuses a valid authorization in about one of a hundred orders.
#
# Versions: Pebble 2.10.3 (so does Debian's 2.4.0), golang.org/x/crypto 0.44.0 as the ACME client.
# Source: Pebble's README: the variable is the percentage of new orders that reuse a valid authorization, if there is one.
# Expected: with 0 every order of an account begins with a pending authorization, so each certificate needs a new challenge.
# Seen: of 1000 orders for a name that was validated once, about ten are ready at once, without a challenge.
# Consequence: a test that expects an order to fail because the challenge can't be answered fails in one run of a hundred. Register
#   another ACME account for such an order: authorizations belong to an account.
#
# Exits with 0 while this is so, with 1 when it has changed, with 2 when it could not be tried.
set -euo pipefail
command -v go > /dev/null || { echo 'go is missing' >&2; exit 2; }
command -v openssl > /dev/null || { echo 'openssl is missing' >&2; exit 2; }
folder=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2> /dev/null; rm -rf "$folder"' EXIT
cd "$folder"
export GOBIN="$folder" GOFLAGS=-mod=mod
go install github.com/letsencrypt/pebble/v2/cmd/pebble@v2.10.3 2> go.log || { cat go.log >&2; exit 2; }
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 \
  -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out certificate.pem 2> /dev/null
cat > pebble.json <<'JSON'
{ "pebble": { "listenAddress": "127.0.0.1:14091", "managementListenAddress": "127.0.0.1:15091",
  "certificate": "certificate.pem", "privateKey": "key.pem", "httpPort": 5002, "tlsPort": 5001 } }
JSON
cat > go.mod <<'MOD'
module orders

go 1.24

require golang.org/x/crypto v0.44.0
MOD
cat > main.go <<'GO'
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"log"
	"net/http"
	"time"

	"golang.org/x/crypto/acme"
)

const orders = 1000

func main() {
	within, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	client := &acme.Client{Key: key, DirectoryURL: "https://127.0.0.1:14091/dir", HTTPClient: http.DefaultClient}
	_, err = client.Register(within, &acme.Account{}, acme.AcceptTOS)
	must(err)
	name := acme.DomainIDs("room.example.com")
	first, err := client.AuthorizeOrder(within, name)
	must(err)
	authorization, err := client.GetAuthorization(within, first.AuthzURLs[0])
	must(err)
	for _, challenge := range authorization.Challenges {
		if challenge.Type == "http-01" {
			_, err = client.Accept(within, challenge)
			must(err)
		}
	}
	_, err = client.WaitAuthorization(within, authorization.URI)
	must(err)
	ready := 0
	for range orders {
		order, err := client.AuthorizeOrder(within, name)
		must(err)
		if order.Status == acme.StatusReady {
			ready++
		}
	}
	fmt.Println(ready)
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
GO
export PEBBLE_AUTHZREUSE=0 PEBBLE_VA_ALWAYS_VALID=1 PEBBLE_VA_NOSLEEP=1 PEBBLE_WFE_NONCEREJECT=0
./pebble -config pebble.json > pebble.log 2>&1 &
server=$!
for _ in {1..50}; do curl -sf --cacert certificate.pem -o /dev/null https://127.0.0.1:14091/dir && break; sleep 0.2; done
grep -q 'authz reuse for each identifier 0% of the time' pebble.log || { cat pebble.log >&2; exit 2; }
ready=$(SSL_CERT_FILE=$folder/certificate.pem go run . 2> run.log) || { cat run.log >&2; exit 2; }
echo "$ready of 1000 orders needed no challenge."
if ((ready == 0)); then echo 'Changed: no order reused the authorization.' >&2; exit 1; fi
