import type { Absence } from './history.ts';

/** A connection that is lost is known as lost after this long: what came meanwhile may be missing. */
const doubtMs = 30_000;

/** Somebody who was alone for longer is in a new conversation, whoever comes. */
const maxAloneMs = 10 * 60 * 1000;

interface ConversationState {
  /** LiveKit's id of the room session, empty before it is known. */
  sid: string;
  /** Messages before this place belong to an earlier conversation, and are told to nobody. */
  firstOrder: number;
  /** Whether this tab was in this room session before the page was loaded. */
  wasHere: boolean;
}

/**
 * Which messages belong to the current conversation. It ends with its room session, and when the one who stayed alone is joined by somebody
 * who was not in it. It keeps track of absences, too: only for these others tell what was written.
 */
export interface Conversation {
  getState: () => ConversationState;
  /**
   * This guest is in a room session.
   *
   * @returns `after leaving` when it is another one since the guest left, `new` when it is another one otherwise
   */
  enter: (sid: string, present: readonly string[], order: number) => 'after leaving' | 'new' | undefined;
  /** This tab was in the session before the page was loaded. */
  wasHere: () => void;
  /** Somebody came; these are present now. */
  meet: (present: readonly string[]) => void;
  /** Somebody left; these are present now. */
  part: (present: readonly string[], order: number) => void;
  /** From now on messages may be missed. */
  lose: (order: number) => void;
  /** The guest leaves on purpose. */
  leave: () => void;
  /** Messages arrive again. @returns when they may have been missed */
  endAbsence: (order: number) => Absence;
}

export function createConversation(): Conversation {
  let state: ConversationState = { sid: '', firstOrder: -Infinity, wasHere: false };
  let members = new Set<string>();
  let alone: { order: number; sinceMs: number } | undefined;
  let lost: { order: number; atMs: number; ticksMs: number } | undefined;
  let isNewcomer = true;
  let hasLeft = false;

  function meet(present: readonly string[]): void {
    if (present.length === 0) return;
    if (alone) {
      const isOver =
        !present.some((identity) => members.has(identity)) || Date.now() - alone.sinceMs > maxAloneMs;
      if (isOver) {
        state = { ...state, firstOrder: Math.max(state.firstOrder, alone.order) };
        members = new Set();
      }
      alone = undefined;
    }
    for (const identity of present) members.add(identity);
  }

  function part(present: readonly string[], order: number): void {
    if (present.length === 0) alone ??= { order, sinceMs: Date.now() };
  }

  return {
    getState: () => state,
    enter(sid, present, order) {
      const isOther = sid !== state.sid;
      const isNew = !isOther ? undefined : hasLeft ? 'after leaving' : 'new';
      if (isNew === 'after leaving') isNewcomer = true;
      hasLeft = false;
      if (isOther) {
        state = { sid, firstOrder: state.sid ? order : -Infinity, wasHere: false };
        members = new Set();
        alone = undefined;
      }
      part(present, order);
      meet(present);
      return isNew;
    },
    wasHere: () => (state = { ...state, wasHere: true }),
    meet,
    part,
    lose(order) {
      lost ??= { order, atMs: Date.now(), ticksMs: performance.now() };
    },
    leave: () => (hasLeft = true),
    endAbsence(order) {
      const from = lost ?? { order, atMs: Date.now(), ticksMs: performance.now() };
      lost = undefined;
      if (isNewcomer) {
        isNewcomer = false;
        return { fromOrder: -Infinity, toOrder: order, lengthMs: Infinity };
      }
      // The longer of the two: a clock may have been set back meanwhile, and ticks stop while a computer sleeps.
      const elapsedMs = Math.max(Date.now() - from.atMs, performance.now() - from.ticksMs);
      return { fromOrder: from.order - doubtMs, toOrder: order, lengthMs: elapsedMs + doubtMs };
    },
  };
}
