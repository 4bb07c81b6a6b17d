import { expect, test } from 'vitest';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Language } from '../address/language.ts';
import { roomEn } from './roomEn.ts';
import { roomJa } from './roomJa.ts';
import { createSpeech } from './speech.ts';

/** Fake message files. Each loads when the test calls `bring`. */
function slowFiles() {
  const waiting: (() => void)[] = [];
  const asked: string[] = [];
  function slow<Words>(part: string, words: Record<Language, Words>) {
    return async (language: Language) => {
      asked.push(`${part} ${language}`);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return words[language];
    };
  }
  return {
    asked,
    load: { messages: slow('lobby', { en, ja }), room: slow('room', { en: roomEn, ja: roomJa }) },
    bring: async () => {
      for (const come of waiting.splice(0)) come();
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

test('the lobby does not load the messages of the room', async () => {
  const { asked, load, bring } = slowFiles();
  const speech = createSpeech('ja', load);
  const loading = speech.load();
  await bring();
  await loading;
  expect(asked).toEqual(['lobby ja']);
  expect(speech.getState()).toEqual({ language: 'ja', messages: ja, room: undefined });
});

test('the messages of lobby and room are loaded in parallel', () => {
  const { asked, load } = slowFiles();
  void createSpeech('en', load).loadRoom();
  expect(asked).toEqual(['lobby en', 'room en']);
});

test('lobby and room change their language at the same moment', async () => {
  const { load, bring } = slowFiles();
  const speech = createSpeech('en', load);
  void speech.loadRoom();
  await bring();
  const seen: unknown[] = [];
  speech.subscribe(() => {
    const { language, messages, room } = speech.getState();
    seen.push([language, messages?.lobby.join, room?.stage.unnamed, room?.lobby.join]);
  });
  speech.setLanguage('ja');
  await bring();
  expect(seen).toEqual([['ja', ja.lobby.join, roomJa.stage.unnamed, ja.lobby.join]]);
});

test('a language chosen while the room’s messages load is used', async () => {
  const { load, bring } = slowFiles();
  const speech = createSpeech('en', load);
  const loading = speech.loadRoom();
  speech.setLanguage('ja');
  await bring();
  await bring();
  await loading;
  expect(speech.getState()).toMatchObject({ language: 'ja', room: { stage: roomJa.stage } });
});

test('offline the page keeps its language, and the room is loaded in it later', async () => {
  let isOnline = true;
  const speech = createSpeech('en', {
    async messages(language) {
      if (!isOnline) throw new Error('offline');
      return { en, ja }[language];
    },
    room: async (language) => ({ en: roomEn, ja: roomJa })[language],
  });
  await speech.load();
  isOnline = false;
  speech.setLanguage('ja');
  await new Promise((resolve) => setTimeout(resolve));
  expect(speech.getState().language).toBe('en');
  isOnline = true;
  await speech.loadRoom();
  expect(speech.getState()).toMatchObject({ language: 'en', room: { stage: roomEn.stage } });
});
