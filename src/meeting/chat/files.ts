import { ConnectionState, RoomEvent, type ByteStreamReader, type Room } from 'livekit-client';
import { randomHex } from '../../access/randomHex.ts';
import { createListeners, type Followed } from '../../listeners.ts';
import { followRestarts } from '../../session/livekit/engine.ts';
import { maxFileBytes } from '../../session/livekit/limitStreams.ts';
import { untilLoaded } from '../../untilLoaded.ts';
import type { Names } from '../names.ts';
import { createBudget } from './budget.ts';
import { doubtMs, idAttribute, type Chat } from './chat.ts';
import { maxIdLength, messageKey, type OwnMessage } from './chatLog.ts';

/** Topic of the byte streams. Other LiveKit clients ignore it. */
export const fileTopic = 'first-room.file';

/** Most files of one sender that are received within `budgetMs`. */
const maxReceived = 30;
const budgetMs = 5 * 60_000;

/** Most bytes of other guests' files in this page, including those on the way. */
const maxKeptBytes = 100_000_000;

/** `bufferStatusChanged` of the reliable data channel (livekit-client 2.23.0 does not export its `DataChannelKind`). */
const reliable = 0;

/** Loaded with the first file. */
const loadTransfer = () => untilLoaded(() => import('./fileTransfer.ts'));

type FileStatus =
  /** An own file behind earlier ones. */
  | 'waiting'
  | 'moving'
  | 'done'
  /** By this guest. */
  | 'cancelled'
  /** By its sender. */
  | 'stopped'
  /** The connection was cut. */
  | 'failed'
  | 'too_large'
  /** Not kept, because all files together need too much memory. */
  | 'dropped';

/** What this page has of a file. */
export interface FileTransfer {
  status: FileStatus;
  /** Identity of its sender; `undefined` for an own file. */
  sender: string | undefined;
  size: number;
  /** Sent or received so far. */
  bytes: number;
  /** Of own files from the beginning, of others' when `done`. Others' have a type that is safe to show (`safelyTyped`). */
  content?: Blob;
}

/** A file that waits for Send. Its name is safe to show, and its content has a type that is safe to show. */
export interface ChosenFile {
  name: string;
  content: Blob;
}

interface FilesState {
  chosen: readonly ChosenFile[];
  /** By the keys of their messages (`messageKey`). There is none for files from a history, or from before a reload. */
  transfers: ReadonlyMap<string, FileTransfer>;
}

/** Files in the chat. Each has a message in the log; the contents are only here. */
export interface Files extends Followed<FilesState> {
  /** Replaces the files that wait for Send. */
  choose: (chosen: readonly ChosenFile[]) => void;
  /** Sends the chosen files to everybody who is in the room now. */
  sendChosen: () => void;
  sendAgain: (message: OwnMessage) => void;
  /** Ends an own file for everybody. One of another guest is discarded in this page only, because LiveKit sends it to all together. */
  cancel: (key: string) => void;
  attach: (room: Room) => () => void;
  /** Called when the guest has left. */
  end: () => void;
}

/** Whether own files would be lost with the page. */
export function hasUnsent({ chosen, transfers }: FilesState): boolean {
  return (
    chosen.length > 0 ||
    [...transfers.values()].some(
      ({ sender, status }) => sender === undefined && (status === 'waiting' || status === 'moving'),
    )
  );
}

interface Connection {
  room: Room;
  /** Waits until the data channel accepts more without a queue. */
  untilFlowing: (signal: AbortSignal) => Promise<void>;
}

/** @param onFile called with the name of the sender and that of each file that comes */
export function createFiles(
  names: Names,
  { log, keepOwn }: Pick<Chat, 'log' | 'keepOwn'>,
  onFile: (sender: string, file: string) => void,
): Files {
  let state: FilesState = { chosen: [], transfers: new Map() };
  /** Of the files that wait or are on the way, by the keys of their messages. */
  const running = new Map<string, AbortController>();
  let current: Connection | undefined;
  let queue = Promise.resolve();
  const { subscribe, tellAll } = createListeners();

  function setAll(change: Partial<FilesState>): void {
    state = { ...state, ...change };
    tellAll();
  }

  function set(key: string, transfer: FileTransfer): void {
    setAll({ transfers: new Map(state.transfers).set(key, transfer) });
  }

  function update(key: string, change: Partial<FileTransfer>): void {
    const before = state.transfers.get(key);
    if (before) set(key, { ...before, ...change });
  }

  function start(key: string, transfer: FileTransfer): AbortSignal {
    const controller = new AbortController();
    running.set(key, controller);
    set(key, transfer);
    return controller.signal;
  }

  function stop(key: string, status: FileStatus): void {
    running.get(key)?.abort();
    running.delete(key);
    const before = state.transfers.get(key);
    if (!before) return;
    const { sender, size, bytes } = before;
    // An own file keeps its content, so that it can be sent again.
    set(key, sender === undefined ? { ...before, status } : { status, sender, size, bytes });
    const message = log.getState().messages.find((each) => messageKey(each) === key);
    if (message?.origin === 'own') setDelivery(message, 'failed');
  }

  /** What was on the way does not arrive over the next connection. */
  function cut(): void {
    for (const key of running.keys()) if (state.transfers.get(key)?.status === 'moving') stop(key, 'failed');
  }

  function setDelivery({ id }: OwnMessage, delivery: OwnMessage['delivery']): void {
    log.setDelivery(id, delivery);
    keepOwn();
  }

  /** Tells views of whole percents only. */
  function setBytes(key: string, bytes: number): void {
    const { bytes: before = 0, size = 1 } = state.transfers.get(key) ?? {};
    const percent = (count: number) => Math.floor((100 * count) / size);
    if (percent(bytes) !== percent(before)) update(key, { bytes });
  }

  // Files whose messages are no longer in the log are forgotten.
  log.subscribe(() => {
    if (state.transfers.size === 0) return;
    const known = new Set(log.getState().messages.map(messageKey));
    const gone = [...state.transfers.keys()].filter((key) => !known.has(key));
    if (gone.length === 0) return;
    for (const key of gone) {
      running.get(key)?.abort();
      running.delete(key);
    }
    setAll({ transfers: new Map([...state.transfers].filter(([key]) => known.has(key))) });
  });

  function deliver(message: OwnMessage, content: Blob): void {
    const key = messageKey(message);
    const signal = start(key, {
      status: 'waiting',
      sender: undefined,
      size: content.size,
      bytes: 0,
      content,
    });
    log.add([{ ...message, atMs: Date.now(), order: log.nextOrder(), delivery: 'sending' }]);
    keepOwn();
    // One after the other: several streams at once overflow the data channel (livekit/client-sdk-js#1995).
    queue = queue.then(async () => {
      try {
        const { sendFile } = await loadTransfer();
        if (signal.aborted) return;
        if (!current) throw new Error('not in a room');
        const { room, untilFlowing } = current;
        await untilFlowing(signal);
        update(key, { status: 'moving' });
        await sendFile(room, message, content, {
          signal,
          untilFlowing,
          onBytes: (bytes) => setBytes(key, bytes),
        });
        running.delete(key);
        update(key, { status: 'done' });
        setDelivery(message, 'sent');
      } catch {
        if (!signal.aborted) stop(key, 'failed');
      }
    });
  }

  async function receive(reader: ByteStreamReader, identity: string, name: string): Promise<void> {
    const { id: streamId, size = 0, attributes } = reader.info;
    const id = (attributes?.[idAttribute] ?? streamId).slice(0, maxIdLength);
    const at = { atMs: Date.now(), order: log.nextOrder() };
    const { cleanFileName, discard, overLimit, isStopped, readFile } = await loadTransfer();
    const message = { id, author: { identity, name }, ...at, origin: 'live' } as const;
    const key = messageKey({ ...message, text: '' });
    const known = state.transfers.get(key);
    // A file that failed may come again.
    if (size <= 0 || (known && known.status !== 'failed' && known.status !== 'stopped'))
      return discard(reader);
    const text = cleanFileName(reader.info.name);
    const signal = start(key, { status: 'moving', sender: identity, size, bytes: 0 });
    log.add([{ ...message, text, file: { name: text, size } }]);
    if (!known) onFile(name, text);
    if (size > maxFileBytes) stop(key, 'too_large');
    for (const old of overLimit(state.transfers, maxKeptBytes)) stop(old, 'dropped');
    try {
      const content = await readFile(reader, size, signal, (bytes) => setBytes(key, bytes));
      if (signal.aborted) return;
      running.delete(key);
      update(key, { status: 'done', content });
    } catch (error) {
      if (!signal.aborted) stop(key, isStopped(error) ? 'stopped' : 'failed');
    }
  }

  return {
    getState: () => state,
    subscribe,
    choose: (chosen) => setAll({ chosen }),
    sendChosen() {
      const { identity = '', name = '' } = current?.room.localParticipant ?? {};
      for (const chosen of state.chosen) {
        const file = { name: chosen.name, size: chosen.content.size };
        const author = { identity, name };
        const at = { atMs: Date.now(), order: log.nextOrder() };
        deliver(
          { id: randomHex(), author, text: chosen.name, file, ...at, origin: 'own', delivery: 'sending' },
          chosen.content,
        );
      }
      setAll({ chosen: [] });
    },
    sendAgain(message) {
      const content = state.transfers.get(messageKey(message))?.content;
      if (content) deliver(message, content);
    },
    cancel: (key) => stop(key, 'cancelled'),
    attach(room) {
      const mayBeReceived = createBudget(maxReceived, budgetMs);
      const changes = createListeners();
      let restart: Promise<void> | undefined;
      let isLow = true;

      /** Resolves at the next change of the connection or of the data channel's queue, or when the file is given up. */
      const untilChange = (signal: AbortSignal) =>
        new Promise<void>((resolve) => {
          const end = () => {
            stopFollowing();
            signal.removeEventListener('abort', end);
            resolve();
          };
          const stopFollowing = changes.subscribe(end);
          signal.addEventListener('abort', end);
        });

      /** Messages of the chat and RPCs share the data channel, so they wait behind what is in its queue. */
      async function untilFlowing(signal: AbortSignal): Promise<void> {
        for (;;) {
          await restart;
          signal.throwIfAborted();
          if (room.state === ConnectionState.Disconnected) throw new Error('disconnected');
          if (isLow && room.state === ConnectionState.Connected) return;
          await untilChange(signal);
        }
      }

      const onBufferStatus = (isNowLow: boolean, kind: number) => {
        if (kind === reliable) isLow = isNowLow;
        changes.tellAll();
      };
      const onRestarting = (untilDataPasses: () => Promise<void>) => {
        cut();
        isLow = true;
        if (restart) return;
        restart = untilDataPasses().finally(() => (restart = undefined));
        restart.then(onRestarted, () => {});
      };
      const onRestarted = () => {
        // What was queued in the old connection is lost silently. Receivers that have the file already recognise its id.
        for (const message of log.getState().messages) {
          const isInDoubt = message.origin === 'own' && message.delivery === 'sent' && message.file;
          const { content } = state.transfers.get(messageKey(message)) ?? {};
          if (isInDoubt && content && Date.now() - message.atMs < doubtMs) deliver(message, content);
        }
      };

      current = { room, untilFlowing };
      room.registerByteStreamHandler(fileTopic, (reader, { identity }) => {
        if (mayBeReceived(identity)) void receive(reader, identity, names.textIn(room, identity));
      });
      room
        .on(RoomEvent.DCBufferStatusChanged, onBufferStatus)
        .on(RoomEvent.ConnectionStateChanged, changes.tellAll);
      const stopFollowing = followRestarts(room, onRestarting);
      return () => {
        if (current?.room === room) current = undefined;
        cut();
        room.unregisterByteStreamHandler(fileTopic);
        room
          .off(RoomEvent.DCBufferStatusChanged, onBufferStatus)
          .off(RoomEvent.ConnectionStateChanged, changes.tellAll);
        stopFollowing();
      };
    },
    end: () => setAll({ chosen: [] }),
  };
}
