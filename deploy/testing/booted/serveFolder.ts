import { createWriteStream, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import sirv from 'sirv';

/**
 * Serves a folder, and stores PUT requests in it by the last part of their path, like objects of a bucket.
 *
 * `node --import tsx serveFolder.ts FOLDER ADDRESS PORT [CERTIFICATE KEY]`
 */
const [folder = '', address = '', port = '', certificate, key] = process.argv.slice(2);
const serve = sirv(folder, { dev: true, dotfiles: true });

function answer(request: IncomingMessage, response: ServerResponse) {
  // OCI's answer for a pre-authenticated URL that has expired.
  if (request.url?.startsWith('/p/expired/')) {
    request.resume();
    response.writeHead(404).end('{"code":"BucketNotFound"}');
    return;
  }
  if (request.method !== 'PUT') {
    // Pre-authenticated URLs of a bucket have a secret prefix: /p/…/
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
