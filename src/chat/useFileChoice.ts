import { useState } from 'react';
import { chooseFiles, maxChosen, type RefusedFile } from '../meeting/chat/chooseFiles.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useMayWrite } from '../room/useMay.ts';

/** The files that the guest chooses to send, from the file dialog, the clipboard and drags. */
export interface FileChoice {
  /** Whether the guest may send messages and files at all. */
  isAllowed: boolean;
  /** Files of the guest's last choice that can't be sent, with the reason. */
  refused: readonly RefusedFile[];
  add: (files: readonly File[]) => void;
  send: () => void;
}

export function useFileChoice(): FileChoice {
  const { files } = useMeeting();
  const isAllowed = useMayWrite();
  const [refused, setRefused] = useState<readonly RefusedFile[]>([]);

  async function choose(added: readonly File[]): Promise<void> {
    const result = await chooseFiles(added, maxChosen - files.getState().chosen.length);
    files.choose([...files.getState().chosen, ...result.chosen].slice(0, maxChosen));
    setRefused(result.refused);
  }

  return {
    isAllowed,
    refused,
    add(added) {
      if (isAllowed && added.length > 0) void choose(added);
    },
    send() {
      files.sendChosen();
      setRefused([]);
    },
  };
}
