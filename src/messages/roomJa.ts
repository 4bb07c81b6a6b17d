import type { RoomMessages } from './roomEn.ts';

export const roomJa: RoomMessages = {
  controls: {
    bar: '操作',
    moveHere: 'こちらに移動',
    rejoin: 'もう一度参加',
    turnSoundOn: '音声をオンにする',
    soundHeldBack: 'ブラウザーが音声を止めています。',
    startVideo: '映像を再生する',
    videoHeldBack: 'ブラウザーが映像を一時停止しました。',
    audioDevices: '音声の機器',
    videoDevices: '映像の機器',
    speaker: 'スピーカー',
    systemDefault: 'システムの既定',
    notSwitched: (wanted, kept) => `「${wanted}」を起動できません。引き続き「${kept}」を使います。`,
    nothingKept: (wanted) =>
      `「${wanted}」を起動できず、元の機器にも戻せませんでした。別の機器を選んでください。`,
    otherSideFailed: 'もう一方のカメラを起動できません。元のカメラのまま続けます。',
    flip: '内側・外側の切り替え',
    share: '画面を共有',
    stopSharing: '共有を停止',
    shareLost: '接続が途切れたため、画面の共有が終了しました。',
    mini: '小窓で表示',
    miniFailed: '小窓を開けませんでした。',
    more: 'その他',
    invite: '招待',
    settings: '設定',
    shortcuts: 'キーボードショートカット',
    mutedTalk: 'マイクがオフのまま話しています。',
    turnOn: 'オンにする',
    noSound: 'マイクから音が入っていません。本体のミュートや、選んだマイクを確かめてください。',
    pluggedIn: (device) => `「${device}」が接続されました。`,
    nowInUse: (device) => `「${device}」に切り替わりました。`,
    unplugged: (device) => `「${device}」が外されました。`,
    notStarted: (device) => `「${device}」を起動できません。`,
    use: '使う',
    undo: '元に戻す',
  },

  sharing: {
    failed: '画面を共有できませんでした。',
    refusedBySystem:
      'お使いのコンピューターが、このブラウザーの画面収録を許可していません。システムの設定（Mac では「プライバシーとセキュリティ」→「画面収録とシステムオーディオ録音」）で許可してから、ブラウザーを再起動してください。',
    refusedUnasked:
      'ブラウザーが確認なしに画面の共有を拒否しました。ブラウザー、このページ、または組織の設定で禁止されている可能性があります。',
  },

  stage: {
    participants: '参加者',
    self: 'あなた',
    you: (name) => `${name}（あなた）`,
    yourScreen: (name) => `${name} さんの画面`,
    muted: 'ミュート中',
    speaking: '発言中',
    cameraOff: 'カメラオフ',
    alone: 'まだほかの人はいません。',
    reconnecting: '接続が切れました。再接続しています…',
    signalLost: '接続の一部をつなぎ直しています。映像と音声はそのまま続きます。',
    unnamed: 'ゲスト',
    count: (count) => `${count} 人`,
  },

  view: {
    stage: '映像エリア',
    speaker: '話している人を大きく表示',
    fullScreen: '全画面表示',
    pages: 'ページ',
    previousPage: '前のページ',
    nextPage: '次のページ',
    page: (index, count) => `${count} ページ中 ${index} ページ目`,
    pin: (name) => `${name} を固定表示`,
    pinHere: '固定表示',
    more: (name) => `${name} のメニュー`,
    volume: '音量',
    muteForMe: '自分だけミュート',
    mutedForMe: '自分だけミュート中',
    hideSelf: '自分の映像を隠す',
    showSelf: '自分の映像を表示',
    moveSelf: '自分の映像を動かす（矢印キー）',
    quality: {
      excellent: '接続はとても良好',
      good: '接続は良好',
      poor: '接続が不安定',
      lost: '接続が切れています',
      unknown: '',
    },
  },

  voice: {
    off: 'マイクがオフです。あなたの声は届いていません。',
    unsaid: '何か話すと、声が届いているかをサーバーが確かめます。',
    heard: 'あなたの声は届いています。',
    not_sent: '声が送信されていません。マイクを一度オフにして、もう一度オンにしてください。',
    not_received: '声は送信されていますが、サーバーに届いていません。お使いのネットワークで遮られています。',
  },

  paused: {
    state: { camera: 'カメラ一時中断', microphone: 'マイク一時中断', both: '一時中断' },
    stuck: {
      camera: '電話やほかのアプリなどのため、カメラが中断されました。',
      microphone: '電話やほかのアプリなどのため、マイクが中断されました。あなたの声は届いていません。',
      both: '電話やほかのアプリなどのため、カメラとマイクが中断されました。あなたの声は届いていません。',
    },
    goOn: 'タップして再開',
  },

  pictures: {
    hide: '映像を非表示',
    voiceOnly: '音声のみ',
    show: '映像を表示',
    hidden: '映像は非表示',
    narrowed: {
      1: '接続が弱いため、音声を優先して、映像を一時的に小さくしています。',
      2: '接続が弱いため、音声を優先して、話している人と共有画面だけを一時的に表示しています。',
      3: '接続がとても弱いため、一時的に音声だけにしています。回復すると映像は自動で戻ります。',
    },
    savingData: 'ブラウザーのデータ節約がオンのため、映像を小さくしています。',
  },

  deviceInCall: {
    microphone: {
      not_published: 'マイクの音声を送れませんでした。もう一度オンにしてください。',
      vanished: 'マイクが止まり、再開できませんでした。声は届いていません。もう一度オンにしてください。',
    },
    camera: {
      not_published: 'カメラの映像を送れませんでした。もう一度オンにしてください。',
      vanished: 'カメラが止まり、再開できませんでした。映像は届いていません。もう一度オンにしてください。',
    },
  },

  chat: {
    title: 'チャット',
    unread: (count) => `チャット、未読 ${count} 件`,
  },

  gesture: {
    raiseHand: '手を挙げる',
    handRefused: '挙手をほかの人に伝えられませんでした。もう一度お試しください。',
    handUp: (number) => `挙手中、${number} 番目`,
    react: 'リアクション',
    reaction: {
      '👍': 'いいね',
      '👏': '拍手',
      '❤️': 'ハート',
      '😂': '笑い',
      '😮': '驚き',
      '🎉': 'お祝い',
    },
  },

  announcement: {
    name: (name) => `${name} さん`,
    more: (count) => `ほか ${count} 人`,
    came: (who) => `${who}が参加しました。`,
    left: (who) => `${who}が退出しました。`,
    hand: (who) => `${who}が手を挙げました。`,
    reaction: (who) => `${who}からリアクションが届きました。`,
    message: (who) => `${who}から新しいメッセージが届きました。`,
  },

  ended: {
    left: 'ルームから退出しました。',
    joined_elsewhere: '別のタブまたはウィンドウでこのルームに参加しています。',
    page_frozen: 'ブラウザーがこのページを休止していました。',
    server_shutdown: 'ビデオサーバーが停止または再起動しました。',
    removed: 'ルームから外されました。',
    room_closed: 'ルームは終了しました。',
    connection_lost: 'ルームとの接続が切れました。',
  },

  returning: {
    title: 'ルームに戻る',
    wait: (seconds) => `${seconds} 秒後に自動で再接続します。`,
    trying: '再接続しています…',
    tryNow: '今すぐ再接続',
  },
};
