import type { PanelMessages } from './panelEn.ts';

export const panelJa: PanelMessages = {
  chat: {
    log: 'メッセージ',
    empty: 'メッセージはまだありません。メッセージは参加者のブラウザーにのみ保存されます。',
    toldBy: (name) => `${name} さんから受信`,
    you: 'あなた',
    closed: '現在メッセージを送信できるのは主催者だけです。',
    write: 'メッセージを入力',
    send: '送信',
    left: (count) => `残り${count}文字`,
    tooLong: (count) => `${count}文字超過しています`,
    isTooLong: 'メッセージが長すぎます。',
    delivery: { sending: '送信中…', sent: '送信済み', failed: '送信できませんでした' },
    sendAgain: '再送信',
    sounds: '通知音',
  },

  file: {
    attach: (most) => `ファイルを添付（1つ${most}まで）`,
    chosen: '添付ファイル',
    toEveryone:
      'ファイルはそのままルームの全員に送信されます。写真には撮影場所が含まれていることがあります。',
    remove: (name) => `${name}を削除`,
    refused: {
      too_large: (name, most) => `${name}は大きすぎます。送信できるのは${most}までです。`,
      too_many: (name) => `${name}は添付できませんでした。一度に添付できるのは10個までです。`,
      empty: (name) => `${name}は空のファイルです。`,
      unreadable: (name) => `${name}を読み込めません。フォルダーは添付できません。`,
    },
    progress: (name) => `${name}の進行状況`,
    cancel: 'キャンセル',
    cancelNamed: (name) => `キャンセル：${name}`,
    save: '保存',
    saveNamed: (name) => `保存：${name}`,
    waiting: '送信待ち…',
    cancelled: 'キャンセルしました',
    received: {
      moving: '受信中…',
      cancelled: '受信をキャンセルしました。',
      stopped: '送信者がキャンセルしました。',
      failed: '接続が切れたため、受信できませんでした。',
      too_large: '大きすぎるため、受信しませんでした。',
      dropped: 'メモリー不足を防ぐため削除しました。必要なときはもう一度送ってもらってください。',
      absent: '参加する前に送信されたファイルです。必要なときはもう一度送ってもらってください。',
    },
  },

  alone: {
    send: '明かりはついています。リンクを送って招待しましょう。',
    here: '明かりはついています。ほかの人はまだいません。',
    left: 'ほかの人は全員退出しました。',
  },

  invite: {
    title: 'ほかの人を招待',
    hint: 'このリンクを知っている人はだれでも参加できます。',
    hintKey: 'このリンクにはルームキーが含まれています。リンクを知っている人はだれでも参加できます。',
    thisComputerOnly:
      'このアドレスはこのパソコンでしか使えません。別のウィンドウで開くと試せます。ほかの人を招待するには「npm start -- --lan」で起動してください。',
    link: 'このルームのリンク',
    copy: 'リンクをコピー',
    done: 'コピーしました',
    copied: 'リンクをコピーしました。',
    copyYourself: 'リンクを選択しました。ここからコピーしてください。',
    send: 'リンクを共有…',
    code: 'リンクのQRコード',
  },

  toast: {
    message: (who, text) => `${who}：${text}。チャットを開く`,
    file: (who, name) => `${who}からファイルが届きました：${name}。チャットを開く`,
    sentFile: (name) => `ファイル：${name}`,
  },

  layout: {
    arrangement: '映像の並べ方',
    name: { auto: '自動', grid: 'グリッド', speaker: '話している人' },
    hint: {
      auto: '2人のときは相手を大きく、3人以上は均等に表示',
      grid: '全員を同じ大きさで表示',
      speaker: '話している人を大きく表示',
    },
    perPage: '1ページの表示人数',
    asManyAsFit: '画面に入るだけ',
    atMost: (count) => `最大${count}人`,
  },

  people: {
    role: { host: '主催者', speaker: '発言者', listener: '視聴者' },
    handUp: '挙手中',
    muted: 'ミュート中',
    unmuted: 'マイク オン',
    videoOff: 'ビデオ オフ',
    videoOn: 'ビデオ オン',
    actions: (name: string) => `${name}の操作`,
    action: {
      mute: 'ミュート',
      ask_to_unmute: 'ミュート解除を依頼',
      stop_camera: 'ビデオをオフにする',
      stop_screen_share: '画面共有を停止',
      lower_hand: '手を下ろす',
      remove: 'ルームから退出させる',
    },
    makeRole: { host: '主催者にする', speaker: '発言者にする', listener: '視聴者にする' },
    refused: 'この操作ができるのは主催者だけです。主催者ではなくなっている可能性があります。',
    failed: '操作できませんでした。もう一度お試しください。',
    everyone: '全員',
    muteAll: '全員をミュート',
    lowerAllHands: '全員の手を下ろす',
    rule: {
      share_screen: 'ゲストの画面共有を許可する',
      chat: 'ゲストのチャットとリアクションを許可する',
      unmute: 'ゲスト自身によるミュート解除を許可する',
    },
    locked: 'ルームをロックする',
    lockedNote: '新しい人は参加できません。すでに参加していた人は戻れます。',
    openNote:
      'リンクを知っている人は誰でも参加できます。退出させた人も別のタブから参加できます。防ぐには、先にルームをロックしてください。',
    end: '全員の通話を終了…',
    endNow: (others: number) => `ほかの${others}人の通話を終了する`,
    keep: '通話を続ける',
  },

  settings: {
    mirrorSelf: '自分の映像を左右反転（自分のみ）',
    sounds: '入退室・挙手・メッセージの通知音',
    toasts: '入退室・リアクションの短いお知らせ',
    singleKeys: '1文字のキーボードショートカット',
  },

  shortcuts: {
    space: 'スペース',
    arrows: '矢印キー',
    enter: 'Enter',
    paging: 'Page Up / Page Down',
    move: '映像・ボタン・リアクションの間を移動（Tabで次へ）',
    open: '選んだ映像のオプションを開く',
    turn: '映像のページをめくる',
    microphone: 'マイクのオン・オフ',
    camera: 'カメラのオン・オフ',
    talk: 'ミュート中、押している間だけ話す',
    hand: '手を挙げる・下ろす',
    chat: 'チャット',
    pin: '選んだ映像を大きく表示',
    help: 'この一覧を表示',
  },
};
