import { cleanFileName, safelyTyped } from './fileContent.ts';
import { maxFileBytes } from '../../session/livekit/limitStreams.ts';
import type { ChosenFile } from './files.ts';

/** Number of files that a guest can send at a time. */
export const maxChosen = 10;

/** A file that can't be sent, and the reason. */
export interface RefusedFile {
  kind: 'too_large' | 'too_many' | 'empty' | 'unreadable';
  name: string;
}

/**
 * Separates files that can be sent from those that can't.
 *
 * @param files from a file dialog, the clipboard or a drag
 * @param free number of files that can still be added
 */
export async function chooseFiles(
  files: readonly File[],
  free: number,
): Promise<{ chosen: ChosenFile[]; refused: RefusedFile[] }> {
  const chosen: ChosenFile[] = [];
  const refused: RefusedFile[] = [];
  for (const file of files) {
    const name = cleanFileName(file.name);
    if (file.size > maxFileBytes) refused.push({ kind: 'too_large', name });
    else if (file.size === 0) refused.push({ kind: 'empty', name });
    else if (chosen.length >= free) refused.push({ kind: 'too_many', name });
    else {
      try {
        chosen.push({ name, content: await safelyTyped(file) });
      } catch {
        // Reading fails if the guest has chosen a folder, or a file that was deleted afterwards.
        refused.push({ kind: 'unreadable', name });
      }
    }
  }
  return { chosen, refused };
}
