import { builtWithGo, terraformMirror } from '../deploy/testing/toolCache.ts';

/**
 * Builds all programs that deployment tests need and that are written in Go. It does so before the first test, because
 * on a busy machine the builds together take longer than a test may.
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
