import type { PanelMessages } from './panelEn.ts';

export const panelJa: PanelMessages = {
  chat: {
    log: 'メッセージ',
    empty: 'まだメッセージはありません。メッセージはルームにいる人の画面にだけ残り、ほかには保存されません。',
    toldBy: (name) => `${name} さんが伝えた内容`,
    you: 'あなた',
    write: 'メッセージを入力',
    send: '送信',
    left: (count) => `残り ${count} 文字`,
    tooLong: (count) => `${count} 文字超えています`,
    isTooLong: 'メッセージが長すぎます。',
    delivery: { sending: '送信中…', sent: '送信済み', failed: '送信できませんでした' },
    sendAgain: 'もう一度送る',
    sounds: '通知音',
  },

  invite: {
    title: 'ほかの人を招待',
    hint: 'このリンクから、だれでもこのルームの入り口を開けます。',
    hintKey: 'このリンクにはルームキーが含まれています。リンクを知っている人はだれでも入室できます。',
    thisComputerOnly:
      'このリンクはこのパソコンでしか使えません。「npm start -- --lan」で起動すると、同じネットワークでも使えます。',
    link: 'このルームのリンク',
    copy: 'リンクをコピー',
    copied: 'リンクをコピーしました。',
    copyYourself: 'リンクを選択しました。ここからコピーしてください。',
    send: 'リンクを送る…',
    code: 'リンクの QR コード',
  },

  toast: {
    message: (who, text) => `${who}：${text}。チャットを開く`,
  },

  settings: {
    mirrorSelf: '自分の映像を鏡のように表示（ほかの人には反転せずに見えます）',
    sounds: '入退室・挙手・メッセージの通知音',
    toasts: '入退室・リアクションの短いお知らせ',
    singleKeys: '1 文字のキーをショートカットに使う',
  },

  shortcuts: {
    space: 'スペース',
    microphone: 'マイクのオン・オフ',
    camera: 'カメラのオン・オフ',
    talk: 'ミュート中、押している間だけ話す',
    hand: '手を挙げる・下ろす',
    chat: 'チャット',
    pin: '選んだ映像を大きく表示',
    help: 'この一覧を表示',
  },
};
