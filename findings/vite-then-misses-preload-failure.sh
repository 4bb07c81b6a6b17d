#!/usr/bin/env bash
# In a page built by Vite the second function of `import(…).then(use, tell)` hears of a missing style sheet or not, depending on how the first
# one writes its parameter.
#
# Versions: vite 8.3.8, Node 20.
# Source: `import('./part.js').then(use, tell)` in a page, where the part has a style sheet of its own. Vite's guide says of the build that it
#   preloads the files that an import needs, and that a failure is thrown unless `vite:preloadError` is prevented.
# Expected: `tell` is called whenever the part can't be used, as `catch` is.
# Seen: with `({ name }) => …` as `use` it is called. With `(part) => …` the build moves the whole `.then(use, tell)` into the function that runs
#   after the preload: when the style sheet does not load, `tell` is not called, and the rejection is unhandled.
# Consequence: a page that means to go on without a part has an uncaught error when a new release has replaced its files. Write `.catch` directly
#   after `import()`, or await it in `try`.
#
# Exits with 0 while this is so, with 1 when it has changed, with 2 when it could not be tried.
set -euo pipefail
command -v npm > /dev/null || { echo 'npm is missing' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund vite@8.3.8 || exit 2

echo '<!doctype html><script type="module" src="./page.js"></script>' > index.html
echo '.part { color: green }' > part.css
echo "import './part.css'; export const name = 'part';" > part.js
cat > page.js <<'JS'
const heard = (globalThis.heard = []);
import('./part.js').then((part) => heard.push(part.name), () => heard.push('the first: told'));
import('./part.js').then(({ name }) => heard.push(name), () => heard.push('the second: told'));
import('./part.js').catch(() => heard.push('the third: told'));
JS
npx vite build --logLevel error || exit 2

# The parts of a browser that the page touches. Each style sheet fails to load, as one that a new release has replaced.
cat > run.mjs <<'JS'
import { readdirSync } from 'node:fs';
const listeners = (type, call) => type === 'error' && setTimeout(call, 10, new Event('error'));
globalThis.document = {
  querySelector: () => null, querySelectorAll: () => [], getElementsByTagName: () => [],
  createElement: () => ({ relList: { supports: () => true }, addEventListener: listeners, removeEventListener() {}, setAttribute() {} }),
  head: { appendChild() {} },
};
globalThis.MutationObserver = class { observe() {} };
globalThis.window = globalThis;
globalThis.dispatchEvent = () => true;
const unhandled = [];
process.on('unhandledRejection', ({ message }) => unhandled.push(message.replace(/-[\w-]+\.css/, '.css')));
const file = readdirSync('dist/assets').find((name) => name.startsWith('index-'));
await import(`./dist/assets/${file}`);
await new Promise((resolve) => setTimeout(resolve, 300));
console.log(JSON.stringify({ heard: globalThis.heard, unhandled }));
JS
seen=$(node run.mjs) || exit 2
echo "$seen"
case $seen in
  '{"heard":["the second: told","the third: told"],"unhandled":["Unable to preload CSS for '*'/assets/part.css"]}') ;;
  *'"the second: told","the third: told"'* | *'"the first: told"'*) echo 'Changed: the first handler hears it.' >&2; exit 1 ;;
  *) echo 'It could not be tried.' >&2; exit 2 ;;
esac
