import { useNotices } from './useNotices.ts';

/** Tells that a part of the room did not load, with another try, and takes that back once the part is there. */
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
