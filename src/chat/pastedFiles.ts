/**
 * The files to send from a paste. Office programs add an image of copied text, which has both HTML and text: then the
 * text is pasted instead. A web page's image comes with HTML but without text, and a file from the desktop with its
 * name as text but without HTML.
 */
export function pastedFiles({ types, files }: Pick<DataTransfer, 'types' | 'files'>): File[] {
  return types.includes('text/plain') && types.includes('text/html') ? [] : [...files];
}
