import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certificate {
  key: string;
  cert: string;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Lifetime of the certificate. Phones refuse certificates that are valid for longer than about thirteen months. */
const validDays = 390;

/**
 * Returns a self-signed certificate for an address in the local network. The same certificate is returned while it is
 * valid, so that a phone that has accepted it does not have to do so again after a restart.
 *
 * @param cache our cache folder
 */
export async function lanCertificate(cache: string, address: string): Promise<Certificate> {
  const folder = join(cache, 'certificates');
  const file = join(folder, `${address}.pem`);
  const kept = await readFile(file, 'utf8').then(
    (pem) => parse(pem),
    () => undefined,
  );
  if (kept !== undefined && isUsable(kept, address)) return kept;

  const made = await make(address);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Key and certificate are in one file, which is renamed in one step: two concurrent starts can't mix them.
  const unfinished = `${file}.${String(process.pid)}`;
  await writeFile(unfinished, made.key + made.cert, { mode: 0o600 });
  await rename(unfinished, file);
  return made;
}

async function make(address: string): Promise<Certificate> {
  const pems = await generate([{ name: 'commonName', value: 'First Room on this network' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    // The certificate is valid from yesterday, because a phone's clock may be slow.
    notBeforeDate: new Date(Date.now() - dayMs),
    notAfterDate: new Date(Date.now() + validDays * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: address },
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key: endLine(pems.private), cert: endLine(pems.cert) };
}

const endLine = (pem: string) => `${pem.trim()}\n`;

function parse(pem: string): Certificate | undefined {
  const blocks = pem.match(/-----BEGIN [A-Z ]+-----[\s\S]+?-----END [A-Z ]+-----\n/g) ?? [];
  const key = blocks.find((block) => block.includes('PRIVATE KEY'));
  const cert = blocks.find((block) => block.includes('CERTIFICATE'));
  return key !== undefined && cert !== undefined ? { key, cert } : undefined;
}

function isUsable({ key, cert }: Certificate, address: string): boolean {
  try {
    const certificate = new X509Certificate(cert);
    const endsAt = new Date(certificate.validTo).getTime();
    return (
      certificate.checkIP(address) !== undefined &&
      certificate.checkPrivateKey(createPrivateKey(key)) &&
      endsAt > Date.now() + dayMs
    );
  } catch {
    return false;
  }
}
