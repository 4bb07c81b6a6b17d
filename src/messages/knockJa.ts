import type { KnockMessages } from './knockEn.ts';

export const knockJa: KnockMessages = {
  asking: '参加をリクエストしています…',
  unheard: '主催者はまだ来ていません。主催者が来ると通知されます。このページを開いたままお待ちください。',
  told: '主催者に通知しました。承認されると自動的に参加します。',
};
