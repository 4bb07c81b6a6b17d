import { createWriteStream, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import sirv from 'sirv';

/**
 * A program that stands in for a bucket of OCI's object storage: it serves a folder, and stores PUT requests there by
 * the last part of their path.
 *
 * `node --import tsx serveFolder.ts FOLDER ADDRESS PORT [CERTIFICATE KEY]`
 */
const [folder = '', address = '', port = '', certificate, key] = process.argv.slice(2);
const serve = sirv(folder, { dev: true, dotfiles: true });

function answer(request: IncomingMessage, response: ServerResponse) {
  // Answers as OCI does at a pre-authenticated URL that has expired.
  if (request.url?.startsWith('/p/expired/')) {
    request.resume();
    response.writeHead(404).end('{"code":"BucketNotFound"}');
    return;
  }
  if (request.method !== 'PUT') {
    // Removes the secret prefix (/p/…/) that pre-authenticated URLs of a bucket have.
    request.url = `/${(request.url ?? '/').replace(/^\/(p\/[^/]*\/)?/, '')}`;
    serve(request, response, () => {
      response.writeHead(404).end();
    });
    return;
  }
  void pipeline(request, createWriteStream(join(folder, basename(request.url ?? '')))).then(() =>
    response.end(),
  );
}

const server =
  certificate === undefined || key === undefined
    ? createServer(answer)
    : createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) }, answer);
server.listen(Number(port), address);
