import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** An output file of Vite's build, as its manifest lists it. */
interface Chunk {
  file: string;
  /** The name that vite.config.ts gives to the chunk, else the name of the chunk's first module. */
  name: string;
  imports: readonly string[];
}

/**
 * Returns how much JavaScript a page fetches for these sources and all their imports, each file compressed with gzip's
 * highest level.
 *
 * @param folder output of `vite build`, with its manifest
 * @param sources a page, such as `index.html`, and the names of chunks that are imported at run time
 */
export function javaScriptBytes(folder: string, sources: readonly string[]): number {
  const manifest = readManifest(join(folder, '.vite', 'manifest.json'));
  const files = new Set<string>();
  function follow(name: string): void {
    const chunk = manifest.get(name) ?? [...manifest.values()].find((one) => one.name === name);
    if (!chunk) throw new Error(`There is no ${name} in the manifest of ${folder}.`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports.forEach(follow);
  }
  sources.forEach(follow);
  return [...files]
    .map((file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).byteLength)
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** Returns the compressed size of the scripts in a page's HTML. */
export function inlineScriptBytes(file: string): number {
  const scripts = [...readFileSync(file, 'utf8').matchAll(/<script>(.*?)<\/script>/gs)];
  return gzipSync(scripts.map(([, code]) => code).join('\n'), { level: 9 }).byteLength;
}

function readManifest(path: string): Map<string, Chunk> {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof content !== 'object' || content === null) throw new Error(`${path} is no manifest.`);
  return new Map(Object.entries(content).map(([name, chunk]) => [name, readChunk(chunk)]));
}

function readChunk(chunk: unknown): Chunk {
  if (typeof chunk !== 'object' || chunk === null || !('file' in chunk))
    throw new Error('A chunk has no file.');
  const imports: unknown = 'imports' in chunk ? chunk.imports : [];
  const name = 'name' in chunk ? String(chunk.name) : '';
  return { file: String(chunk.file), name, imports: Array.isArray(imports) ? imports.map(String) : [] };
}
