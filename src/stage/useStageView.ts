import { useState, type Dispatch, type SetStateAction } from 'react';
import { firstView, type StageView } from './stageView.ts';

/** What the guest looks at, shared by the stage and the buttons above it. */
export interface StageViewState {
  view: StageView;
  setView: Dispatch<SetStateAction<StageView>>;
}

export function useStageView(): StageViewState {
  const [view, setView] = useState(firstView);
  return { view, setView };
}
