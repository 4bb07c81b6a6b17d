/**
 * A script for pages in which tests run functions of this project. tsx compiles functions so that they call a helper,
 * `__name`, which the page would lack.
 */
export const nameHelper = 'globalThis.__name = (value) => value;';
