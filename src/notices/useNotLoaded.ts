import { useNotices } from './useNotices.ts';

/**
 * Shows a notice that the chat or a dialog failed to load, with a button to try again. The notice is closed once the
 * chat or dialog has loaded.
 */
export function useNotLoaded(part: 'chat' | 'dialog') {
  const { tell, close } = useNotices();
  return {
    onLoaded: () => close(part),
    tellNotLoaded: (tryAgain: () => void) =>
      tell({
        about: part,
        say: ({ failure }) => failure.app_not_loaded,
        action: { name: ({ control }) => control.tryAgain, run: tryAgain },
      }),
  };
}
