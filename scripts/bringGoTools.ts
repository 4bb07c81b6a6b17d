import { builtWithGo, terraformMirror } from '../deploy/testing/toolCache.ts';

/**
 * Builds everything that deployment tests need from Go, before the first of them: on a busy machine the builds together
 * take longer than a test may.
 *
 * @returns false after printing the reason
 */
export function bringGoTools(): boolean {
  try {
    console.log([builtWithGo('kustomize'), builtWithGo('helm'), terraformMirror()].join('\n'));
    return true;
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return false;
  }
}
