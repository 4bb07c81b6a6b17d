import type { RoomMessages } from './roomEn.ts';

export const roomJa: RoomMessages = {
  controls: {
    bar: '操作',
    moveHere: 'ここで参加',
    rejoin: '再参加',
    toLobby: 'ロビーに戻る',
    callLength: (time) => `通話時間：${time}`,
    turnSoundOn: '音声を再生',
    audioBlocked: 'ブラウザーが音声の再生をブロックしています。',
    startVideo: '映像を再生',
    videoBlocked: 'ブラウザーが映像を一時停止しました。',
    audioDevices: '音声デバイス',
    videoDevices: '映像デバイス',
    speaker: 'スピーカー',
    systemDefault: 'システムの既定',
    notSwitched: (wanted, kept) => `「${wanted}」を使用できません。引き続き「${kept}」を使用します。`,
    nothingKept: (wanted) =>
      `「${wanted}」を使用できず、元のデバイスにも戻せませんでした。別のデバイスを選択してください。`,
    otherSideFailed: 'もう一方のカメラを使用できません。元のカメラを引き続き使用します。',
    flip: 'カメラを切り替え',
    share: '画面を共有',
    noShare: 'このブラウザーでは共有できません。パソコンのブラウザーで共有できます。',
    stopSharing: '共有を停止',
    shareLost: '接続が途切れたため、画面共有が停止しました。',
    mini: '小さいウィンドウで表示',
    miniFailed: '小さいウィンドウを開けませんでした。',
    more: 'その他',
    invite: '招待',
    people: '参加者',
    layout: 'レイアウト',
    settings: 'デバイスと設定',
    devices: 'マイク、スピーカー、カメラ',
    shortcuts: 'キーボードショートカット',
    mutedTalk: 'マイクがオフになっています。',
    turnOn: 'オンにする',
    noSound:
      'マイクから音声が入力されていません。マイク本体のミュートを確認するか、別のマイクを選択してください。',
    pluggedIn: (device) => `「${device}」が接続されました。`,
    nowInUse: (device) => `「${device}」に切り替わりました。`,
    unplugged: (device) => `「${device}」の接続が解除されました。`,
    notStarted: (device) => `「${device}」を使用できません。`,
    use: '使用する',
    undo: '元に戻す',
  },

  sharing: {
    on: '画面を共有しています',
    failed: '画面を共有できませんでした。',
    refusedBySystem:
      'お使いのコンピューターが、このブラウザーの画面収録を許可していません。システムの設定（Mac では「プライバシーとセキュリティ」→「画面収録とシステムオーディオ録音」）で許可してから、ブラウザーを再起動してください。',
    refusedUnasked:
      'ブラウザーが画面共有を許可しませんでした。ブラウザー、このページ、または組織の設定で禁止されている可能性があります。',
  },

  stage: {
    participants: '参加者',
    self: 'あなた',
    you: (name) => `${name}（あなた）`,
    yourScreen: (name) => `${name} さんの画面`,
    host: '主催者',
    muted: 'ミュート中',
    speaking: '発言中',
    cameraOff: 'カメラオフ',
    reconnecting: '接続が切れました。再接続しています…',
    signalLost: '接続の一部をつなぎ直しています。映像と音声はそのまま続きます。',
    unnamed: 'ゲスト',
    count: (count) => `${count}人`,
    listening: (count) => `（うち視聴者${count}人）`,
  },

  view: {
    stage: '映像エリア',
    speaker: 'スピーカービュー',
    layouts: 'スピーカービュー、グリッド、1ページの表示人数',
    fullScreen: '全画面表示',
    pages: 'ページ',
    previousPage: '前のページ',
    nextPage: '次のページ',
    page: (index, count) => `${count}ページ中${index}ページ目`,
    pin: (name) => `${name} を固定表示`,
    pinHere: '固定表示',
    shrink: (name) => `${name}を小さく表示`,
    shrinkHere: '小さく表示',
    more: (name) => `${name} のメニュー`,
    volume: '音量',
    muteForMe: 'この人の音声を消す（自分のみ）',
    mutedForMe: '音声オフ（自分のみ）',
    hideSelf: '自分の映像を隠す',
    showSelf: '自分の映像を表示',
    moveSelf: '自分の映像を移動（矢印キー）',
    quality: {
      excellent: '通信品質：非常に良い',
      good: '通信品質：良い',
      poor: '通信品質：不安定',
      lost: '接続が切れました',
      unknown: '',
    },
  },

  voice: {
    off: 'マイクがオフです。あなたの声はほかの人に聞こえません。',
    unsaid: '話してみると、声が届いているか確認できます。',
    heard: 'あなたの声は届いています。',
    not_sent: '音声が送信されていません。マイクをいったんオフにして、もう一度オンにしてください。',
    not_received: '音声がサーバーに届いていません。お使いのネットワークがブロックしている可能性があります。',
  },

  paused: {
    state: { camera: 'カメラ一時中断', microphone: 'マイク一時中断', both: '一時中断' },
    stuck: {
      camera: '電話やほかのアプリにより、カメラが中断されました。',
      microphone: '電話やほかのアプリにより、マイクが中断されました。あなたの声はほかの人に聞こえません。',
      both: '電話やほかのアプリにより、カメラとマイクが中断されました。あなたの声はほかの人に聞こえません。',
    },
    goOn: 'タップして再開',
  },

  host: {
    muted: '主催者がマイクをミュートしました。',
    stoppedCamera: '主催者がビデオをオフにしました。',
    stoppedSharing: '主催者が画面共有を停止しました。',
    loweredHand: '主催者が手を下ろしました。',
    asksToUnmute: '主催者がミュートの解除を依頼しています。',
    unmute: 'ミュートを解除',
    nowIs: {
      host: '主催者になりました。主催者の操作は「その他」の「参加者」にあります。',
      speaker: '主催者により発言者になりました。',
      listener: '主催者により視聴者になりました。マイクとビデオはオフです。',
    },
  },

  videos: {
    voiceOnly: '音声のみ',
    show: '映像を表示',
    hidden: '映像は非表示',
    narrowed: {
      1: '通信が不安定なため、音声を優先し、映像を一時的に小さくしています。',
      2: '通信が不安定なため、音声を優先し、一時的に話している人と共有画面だけを表示しています。',
      3: '通信が非常に不安定なため、一時的に音声のみにしています。回復すると映像は自動的に戻ります。',
    },
    savingData: 'ブラウザーのデータセーバーがオンのため、映像を小さくしています。',
  },

  deviceInCall: {
    microphone: {
      not_published: 'マイクをオンにできませんでした。もう一度お試しください。',
      vanished: 'マイクが停止しました。あなたの声はほかの人に聞こえません。もう一度オンにしてください。',
    },
    camera: {
      not_published: 'カメラをオンにできませんでした。もう一度お試しください。',
      vanished: 'カメラが停止しました。あなたの映像はほかの人に表示されません。もう一度オンにしてください。',
    },
  },

  chat: {
    title: 'チャット',
    unread: (count) => `チャット、未読${count}件`,
  },

  gesture: {
    raiseHand: '手を挙げる',
    handRefused: '手を挙げる操作ができませんでした。もう一度お試しください。',
    handUp: (number) => `挙手中、${number}番目`,
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
    more: (count) => `ほか${count}人`,
    came: (who) => `${who}が参加しました。`,
    left: (who) => `${who}が退出しました。`,
    hand: (who) => `${who}が手を挙げました。`,
    reaction: (who) => `${who}からリアクションが届きました。`,
    message: (who) => `${who}から新しいメッセージが届きました。`,
    file: (who) => `${who}からファイルが届きました。`,
  },

  ended: {
    left: 'ルームから退出しました。',
    joined_elsewhere: '別のタブまたはウィンドウでこのルームに参加中です。',
    page_frozen: 'ブラウザーがこのページをスリープ状態にしました。',
    server_shutdown: 'ビデオサーバーが停止または再起動しました。',
    removed: '主催者によりルームから退出させられました。',
    room_locked: '主催者がこのルームをロックしています。',
    knock_required: '入室に主催者の承認が必要になりました。もう一度参加をリクエストしてください。',
    room_closed: 'ルームは終了しました。',
    connection_lost: 'ルームとの接続が切れました。',
  },

  returning: {
    title: 'ルームに再接続',
    wait: (seconds) => `${seconds}秒後に自動的に再接続します。`,
    trying: '再接続しています…',
    notNow: 'ルームに戻ると使えます',
    tryNow: '今すぐ再接続',
  },
};
