import { dirname, join } from 'node:path';
import type { Project } from '../project.ts';

/** A project without the real app and token handler, so that tests need no build. LiveKit is the real one. */
export const standInProject: Project = {
  tokenHandler: ['--import', 'tsx', join(import.meta.dirname, 'standInTokenHandler.ts')],
  cwd: dirname(dirname(import.meta.dirname)),
  prepare: () => Promise.resolve(),
  openApp: () =>
    Promise.resolve({
      handle: (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>First Room</title>');
      },
    }),
};
