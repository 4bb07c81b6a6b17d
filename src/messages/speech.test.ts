import { expect, test } from 'vitest';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Language } from './language.ts';
import { roomEn } from './roomEn.ts';
import { roomJa } from './roomJa.ts';
import { createSpeech } from './speech.ts';

/** Files that come when the test says so. */
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

test('the lobby loads no sentence of the room', async () => {
  const { asked, load, bring } = slowFiles();
  const speech = createSpeech('ja', load);
  const loading = speech.load();
  await bring();
  await loading;
  expect(asked).toEqual(['lobby ja']);
  expect(speech.getState()).toEqual({ language: 'ja', messages: ja, room: undefined });
});

test('the sentences of lobby and room are fetched side by side', () => {
  const { asked, load } = slowFiles();
  void createSpeech('en', load).loadRoom();
  expect(asked).toEqual(['lobby en', 'room en']);
});

test('another language is spoken in the lobby and in the room at the same moment', async () => {
  const { load, bring } = slowFiles();
  const speech = createSpeech('en', load);
  void speech.loadRoom();
  await bring();
  const seen: unknown[] = [];
  speech.subscribe(() => {
    const { language, messages, room } = speech.getState();
    seen.push([language, messages?.lobby.join, room?.stage.alone, room?.lobby.join]);
  });
  speech.setLanguage('ja');
  await bring();
  expect(seen).toEqual([['ja', ja.lobby.join, roomJa.stage.alone, ja.lobby.join]]);
});

test('the room speaks the language that was chosen while its sentences were on their way', async () => {
  const { load, bring } = slowFiles();
  const speech = createSpeech('en', load);
  const loading = speech.loadRoom();
  speech.setLanguage('ja');
  await bring();
  await bring();
  await loading;
  expect(speech.getState()).toMatchObject({ language: 'ja', room: { stage: roomJa.stage } });
});

test('off line the page goes on in the language it has, and the room comes in that one', async () => {
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
