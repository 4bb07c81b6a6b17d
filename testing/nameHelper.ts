/** A script for pages that run functions of these files: tsx compiles functions to call a helper, `__name`, which the page lacks. */
export const nameHelper = 'globalThis.__name = (value) => value;';
