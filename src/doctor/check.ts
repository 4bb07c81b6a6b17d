import { conclude } from './conclude.ts';
import { finding } from './finding.ts';
import { diagnosis, type Diagnosis, type Judgement, type Verdict } from './judge.ts';
import type { TestTracks } from './testTracks.ts';
import { TokenRefused, stepNames, walk, type StepName, type WalkParts } from './walk.ts';
import { createListeners, type Followed } from '../listeners.ts';

export interface StepState {
  /** `skipped` means that an earlier step is blocked, or that the guest stopped the check. */
  status: 'pending' | 'running' | 'skipped' | Verdict;
  findings: Judgement['findings'];
}

export interface CheckState {
  /** `stopped` means that the guest has stopped the check. */
  status: 'idle' | 'running' | 'stopped' | 'done';
  steps: Record<StepName, StepState>;
  /** The result; set when the check is done. */
  diagnosis: Diagnosis | undefined;
}

/**
 * The connection check: goes through the steps of a join and reports the step that is blocked. Views subscribe with
 * `useFollowed`.
 */
export interface Check extends Followed<CheckState> {
  /** Starts the check. Must be called in a click handler (see `openTestTracks`). */
  start: () => Promise<void>;
  stop: () => void;
}

export interface CheckParts extends WalkParts {
  openTestTracks: () => TestTracks | undefined;
}

/** Time limit of the whole connection check. */
const longestMs = 19_000;

export function createCheck(parts: CheckParts): Check {
  let state: CheckState = idle();
  let stopping = new AbortController();
  const { subscribe, tellAll } = createListeners();

  function set(next: Partial<CheckState>): void {
    state = { ...state, ...next };
    tellAll();
  }

  function setStep(name: StepName, step: StepState): void {
    set({ steps: { ...state.steps, [name]: step } });
  }

  /** Marks the remaining steps as skipped. The step that is running keeps its findings. */
  function skipRest(): void {
    for (const name of stepNames) {
      const { status, findings } = state.steps[name];
      if (status === 'pending' || status === 'running') setStep(name, { status: 'skipped', findings });
    }
  }

  async function run(tracks: TestTracks | undefined, stop: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(longestMs)]);
    const judgements = new Map<StepName, Judgement>();
    let underWay: StepName = 'page';

    function settle(name: StepName, judgement: Judgement): void {
      judgements.set(name, judgement);
      setStep(name, { status: judgement.verdict, findings: judgement.findings });
    }

    try {
      await walk(parts, tracks, signal, {
        onRunning(name, findings = []) {
          underWay = name;
          setStep(name, { status: 'running', findings });
        },
        onSettled: settle,
      });
    } catch (error) {
      if (error instanceof TokenRefused) settle(underWay, error.judgement);
      else if (!signal.aborted) throw error;
      else if (!stop.aborted) settle(underWay, outOfTime);
    }
    skipRest();
    if (stop.aborted) set({ status: 'stopped' });
    else
      set({ status: 'done', diagnosis: conclude(stepNames.flatMap((name) => judgements.get(name) ?? [])) });
  }

  return {
    getState: () => state,
    subscribe,
    async start() {
      if (state.status === 'running') return;
      const tracks = parts.openTestTracks();
      stopping = new AbortController();
      set({ ...idle(), status: 'running' });
      try {
        await run(tracks, stopping.signal);
      } finally {
        tracks?.close();
      }
    },
    stop: () => stopping.abort(),
  };
}

const outOfTime: Judgement = {
  verdict: 'blocked',
  findings: [finding('out_of_time')],
  diagnosis: diagnosis('out_of_time'),
};

function idle(): CheckState {
  const pending: StepState = { status: 'pending', findings: [] };
  return {
    status: 'idle',
    steps: {
      page: pending,
      token: pending,
      signalling: pending,
      networkPaths: pending,
      publishing: pending,
      path: pending,
    },
    diagnosis: undefined,
  };
}
