import { createListeners, type Followed } from '../../listeners.ts';

/** What the guest wants of the others' pictures: all, none, or none and no own picture sent either. */
type PictureWish = 'all' | 'hidden' | 'voice_only';

/** How far a weak network has narrowed what comes in: 0 everything, then by steps to sound alone. */
export type PictureStep = 0 | 1 | 2 | 3;

export interface PictureState {
  wish: PictureWish;
  step: PictureStep;
  /** Identity of who spoke last among the others: theirs is the last face to go. */
  speaker: string | undefined;
}

/** How much of one picture is received. */
export type PictureShare = 'full' | 'small' | 'none';

/**
 * What is received of somebody's picture. By steps: 1 makes faces small, 2 leaves the speaker's face (small) and
 * shared screens, 3 leaves nothing. Pictures on other pages are never received: adaptiveStream sees to it.
 */
export function pictureShare(
  { wish, step, speaker }: PictureState,
  { identity, isScreen }: { identity: string; isScreen: boolean },
): PictureShare {
  if (wish !== 'all' || step === 3) return 'none';
  if (step === 0 || isScreen) return 'full';
  return step === 1 || identity === speaker ? 'small' : 'none';
}

/** What comes in of the others' pictures. A plain object; views follow it through `usePictures`. */
export interface Pictures extends Followed<PictureState> {
  change: (change: Partial<PictureState>) => void;
}

export function createPictures(): Pictures {
  let state: PictureState = { wish: 'all', step: 0, speaker: undefined };
  const { subscribe, tellAll } = createListeners();
  return {
    getState: () => state,
    subscribe,
    change(change) {
      const next = { ...state, ...change };
      if (next.wish === state.wish && next.step === state.step && next.speaker === state.speaker) return;
      state = next;
      tellAll();
    },
  };
}
