/** A script for a page in which functions of these files run: tsx keeps functions' names by a helper that the page has not. */
export const nameHelper = 'globalThis.__name = (value) => value;';
