import type { Absence } from './history.ts';

/**
 * LiveKit's client notices within this time that a connection is dead. So this guest may have missed messages for as
 * long before.
 */
const doubtMs = 30_000;

/** When a guest has been alone for longer than this, the next participant starts a new conversation. */
const maxAloneMs = 10 * 60 * 1000;

interface ConversationState {
  /** LiveKit's id of the room session; empty until LiveKit has sent it. */
  sid: string;
  /**
   * Messages with a lower sort key belong to an earlier conversation, and this guest does not pass them on to
   * newcomers.
   */
  firstOrder: number;
  /** Whether this tab was in this room session before the page was reloaded. */
  wasHere: boolean;
}

/**
 * Tracks which messages belong to the current conversation, so that newcomers get only those. A conversation ends
 * with its room session, and when a guest who stayed alone is joined by somebody who was not in the conversation.
 * Also tracks absences of this guest, for which the chat history is requested from others.
 */
export interface Conversation {
  getState: () => ConversationState;
  /**
   * Called when this guest has joined a room session.
   *
   * @returns undefined for the same session as before; `after leaving` for another session after the guest had left;
   *   `new` for any other new session
   */
  enter: (sid: string, present: readonly string[], order: number) => 'after leaving' | 'new' | undefined;
  /**
   * Called after a reload of the page if this tab was in the room before and LiveKit has kept the room open since: the
   * conversation goes on.
   */
  wasHere: () => void;
  /** Called when a participant has joined, with all participants who are now present. */
  meet: (present: readonly string[]) => void;
  /** Called when a participant has left, with all participants who are now present. */
  part: (present: readonly string[], order: number) => void;
  /** Called when the connection is lost, because messages may be missed from now on. */
  lose: (order: number) => void;
  /** Called when the guest leaves intentionally. */
  leave: () => void;
  /**
   * Called when messages arrive again: after joining, and whenever a lost connection is back.
   *
   * @returns the period in which messages may have been missed
   */
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
      // The longer of two measurements, because Date.now() may have been set back, and performance.now() stops while a
      // computer sleeps.
      const elapsedMs = Math.max(Date.now() - from.atMs, performance.now() - from.ticksMs);
      return { fromOrder: from.order - doubtMs, toOrder: order, lengthMs: elapsedMs + doubtMs };
    },
  };
}
