import { useEffect, useState, type Dispatch, type SetStateAction } from 'react';
import { readRemembered, remember } from '../remembered.ts';
import { parseView, type StageView } from './stageView.ts';

/** The guest's choices for the stage. The stage and the buttons above it use the same ones. */
export interface StageViewState {
  view: StageView;
  setView: Dispatch<SetStateAction<StageView>>;
}

/** The guest's choices for the stage, which begin as the browser remembers them. */
export function useStageView(): StageViewState {
  const [view, setView] = useState(() => parseView(readRemembered('view')));
  const { layout, otherLayout, perPage, isSelfHidden } = view;
  useEffect(
    () => remember('view', { layout, otherLayout, perPage, isSelfHidden }),
    [layout, otherLayout, perPage, isSelfHidden],
  );
  return { view, setView };
}
