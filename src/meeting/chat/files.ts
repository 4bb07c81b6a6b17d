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

/** Topic of the byte streams that carry files of the chat. Other LiveKit clients ignore the topic. */
export const fileTopic = 'first-room.file';

/** Number of files of one sender that are accepted within `budgetMs`. */
const maxReceived = 30;
const budgetMs = 5 * 60_000;

/** Total size of the other guests' files that this page keeps, in bytes, including files that are still arriving. */
const maxKeptBytes = 100_000_000;

/**
 * Number of the reliable data channel in `bufferStatusChanged` (livekit-client 2.23.0 does not export its
 * `DataChannelKind`).
 */
const reliable = 0;

/** The code that sends and reads files is loaded with the first file. */
const loadTransfer = () => untilLoaded(() => import('./fileTransfer.ts'));

type FileStatus =
  /** One of the guest's own files, which waits until earlier ones are sent. */
  | 'waiting'
  | 'moving'
  | 'done'
  /** The guest who uses this page has cancelled the file. */
  | 'cancelled'
  /** Stopped by the participant who was sending the file. */
  | 'stopped'
  /** The connection was lost while the file was being sent or received. */
  | 'failed'
  | 'too_large'
  /** This page has dropped the file, because all files together need too much memory. */
  | 'dropped';

/** The state of a file in the chat, as far as this page knows the file. */
export interface FileTransfer {
  status: FileStatus;
  /** Identity of the sender; `undefined` for one of the guest's own files. */
  sender: string | undefined;
  size: number;
  /** Number of bytes that were sent or received so far. */
  bytes: number;
  /**
   * The content: for the guest's own files from the beginning, for other guests' files once the status is `done`. The
   * content of others has a type that is safe to show (`safelyTyped`).
   */
  content?: Blob;
}

/**
 * A file that the guest has chosen and that waits for a click on Send. Its name and the type of its content are safe to
 * show.
 */
export interface ChosenFile {
  name: string;
  content: Blob;
}

interface FilesState {
  chosen: readonly ChosenFile[];
  /**
   * The transfers of files, by the keys of their messages (`messageKey`). Files from a chat history that another
   * participant has sent, or from before a reload, have no transfer.
   */
  transfers: ReadonlyMap<string, FileTransfer>;
}

/** The files in the chat. Each file has a message in the chat log; only this store has the contents. */
export interface Files extends Followed<FilesState> {
  /** Replaces the chosen files, which wait for a click on Send. */
  choose: (chosen: readonly ChosenFile[]) => void;
  /** Sends the chosen files to everybody who is in the room now. */
  sendChosen: () => void;
  sendAgain: (message: OwnMessage) => void;
  /**
   * Cancels a file. One of the guest's own files ends for everybody. A file of another guest is only discarded in this
   * page, because LiveKit goes on sending it to all participants.
   */
  cancel: (key: string) => void;
  attach: (room: Room) => () => void;
  /** Called when the guest has left the call. */
  end: () => void;
}

/** Whether the guest would lose own files by closing the page: chosen ones, or ones that are not sent yet. */
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
  /** Waits until the data channel's queue is empty enough to take more. */
  untilFlowing: (signal: AbortSignal) => Promise<void>;
}

/**
 * Creates the store of the chat's files.
 *
 * @param onFile called for each file that another guest starts to send, with the names of the sender and of the file
 */
export function createFiles(
  names: Names,
  { log, keepOwn, withdrawn }: Pick<Chat, 'log' | 'keepOwn' | 'withdrawn'>,
  onFile: (sender: string, file: string) => void,
): Files {
  let state: FilesState = { chosen: [], transfers: new Map() };
  /** Ends a file that waits or is on the way; by the key of the file's message. */
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
    // One of the guest's own files keeps its content, so that the guest can send it again.
    set(key, sender === undefined ? { ...before, status } : { status, sender, size, bytes });
    const message = log.getState().messages.find((each) => messageKey(each) === key);
    if (message?.origin === 'own') setDelivery(message, 'failed');
  }

  /** Marks files that were on the way as failed, because the rest of them does not arrive over the next connection. */
  function cut(): void {
    for (const key of running.keys()) if (state.transfers.get(key)?.status === 'moving') stop(key, 'failed');
  }

  function setDelivery({ id }: OwnMessage, delivery: OwnMessage['delivery']): void {
    log.setDelivery(id, delivery);
    keepOwn();
  }

  /**
   * Updates the number of transferred bytes of a file, only when its whole percentage changes, so that views are not
   * rendered too often.
   */
  function setBytes(key: string, bytes: number): void {
    const { bytes: before = 0, size = 1 } = state.transfers.get(key) ?? {};
    const percent = (count: number) => Math.floor((100 * count) / size);
    if (percent(bytes) !== percent(before)) update(key, { bytes });
  }

  // When a message leaves the chat log, its file is forgotten too.
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
    // The guest's files are sent one after another, because several streams at once overflow the data channel
    // (livekit/client-sdk-js#1995).
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
    // Receives a file again only if it failed or was stopped before.
    if (size <= 0 || (known && known.status !== 'failed' && known.status !== 'stopped'))
      return discard(reader);
    withdrawn.delete(key);
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
      if (isStopped(error)) withdrawn.add(key);
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

      /**
       * Resolves at the next change of the connection or of the data channel's queue, or when `signal` aborts because
       * the file was given up.
       */
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

      /**
       * Waits until the data channel's queue is empty. Chat messages and RPCs use the same data channel, so a full
       * queue of file pieces would delay them.
       */
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
        // Sends recent files again, because the client drops silently what it had queued in the old connection.
        // Receivers that have a file already recognise its id.
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
