import type { Messages } from './en.ts';

export const ja: Messages = {
  app: 'First Room',
  language: '言語',

  lobby: {
    title: (room) => `${room} に参加`,
    name: 'お名前',
    nameMissing: 'お名前を入力してください（1〜60文字）。',
    join: '参加する',
    joining: '参加しています…',
    cancel: 'キャンセル',
    preview: 'あなたの映像',
    cameraOff: 'カメラはオフです。',
    opening: 'カメラとマイクの使用を許可するか、ブラウザーが確認しています。',
    chooseMicrophone: '使用するマイク',
    chooseCamera: '使用するカメラ',
    systemDefault: 'システムの既定',
    unnamed: { microphone: 'マイク', camera: 'カメラ' },
    joinAnyway: 'このままでも参加できます。',
  },

  control: {
    bar: '操作',
    microphone: 'マイク',
    camera: 'カメラ',
    leave: '退出',
    rejoin: 'もう一度参加',
    turnSoundOn: '音声をオンにする',
    soundHeldBack: 'ブラウザーが音声を止めています。',
    tryAgain: 'もう一度試す',
    close: '閉じる',
  },

  controls: {
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
    shareFailed: '画面を共有できませんでした。',
    more: 'その他',
    invite: '招待',
    inviteTitle: 'ほかの人を招待',
    inviteHint: 'このリンクから、だれでもこのルームの入り口を開けます。',
    thisComputerOnly:
      'このリンクはこのパソコンでしか使えません。「npm start -- --lan」で起動すると、同じネットワークでも使えます。',
    link: 'このルームのリンク',
    copy: 'リンクをコピー',
    copied: 'リンクをコピーしました。',
    copyYourself: 'リンクを選択しました。ここからコピーしてください。',
    send: 'リンクを送る…',
    code: 'リンクの QR コード',
    settings: '設定',
    shortcuts: 'キーボードショートカット',
    space: 'スペース',
    shortcut: {
      microphone: 'マイクのオン・オフ',
      camera: 'カメラのオン・オフ',
      talk: 'ミュート中、押している間だけ話す',
      help: 'この一覧を表示',
    },
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

  stage: {
    participants: '参加者',
    you: (name) => `${name}（あなた）`,
    yourScreen: (name) => `${name} さんの画面`,
    muted: 'ミュート中',
    speaking: '発言中',
    cameraOff: 'カメラオフ',
    alone: 'まだほかの人はいません。',
    reconnecting: '接続が不安定です。再接続しています…',
    unnamed: 'ゲスト',
    count: (count) => `${count} 人`,
  },

  device: {
    microphone: {
      refused: 'マイクの使用が許可されていません。あなたの声はほかの人に届きません。',
      missing: 'マイクが見つかりません。',
      in_use: 'マイクがほかのアプリで使われているか、起動できません。',
      insecure_page: 'マイクは安全なページ（https）でしか使えません。',
      unsupported: 'このブラウザーではここでマイクを使えません。',
      not_published: 'マイクの音声を送れませんでした。もう一度オンにしてください。',
    },
    camera: {
      refused: 'カメラの使用が許可されていません。あなたの映像はほかの人に表示されません。',
      missing: 'カメラが見つかりません。',
      in_use: 'カメラがほかのアプリで使われているか、起動できません。',
      insecure_page: 'カメラは安全なページ（https）でしか使えません。',
      unsupported: 'このブラウザーではここでカメラを使えません。',
      not_published: 'カメラの映像を送れませんでした。もう一度オンにしてください。',
    },
  },

  failure: {
    details: '主催者向けの詳細',
    config_broken: 'このページの設定ファイルを読み込めません。主催者にお知らせください。',
    token_endpoint_unreachable:
      'ルームの受付が応答しません。接続を確認してください。ほかのページが開ける場合は、主催者にお知らせください。',
    token_answer_broken: 'ルームの受付から正しい応答がありませんでした。主催者にお知らせください。',
    token_endpoint_failed: 'ルームの受付に問題が起きています。しばらくしてからもう一度お試しください。',
    refused: 'このルームに入れませんでした。主催者にお知らせください。',
    name_invalid: 'この名前は使えません。1〜60文字の別の名前にしてください。',
    room_not_allowed: 'そのようなルームはありません。リンクを確認してください。',
    room_full: 'このルームは満員です。だれかが退出してからもう一度お試しください。',
    rate_limited: 'お使いのネットワークからの試行が多すぎます。1分ほど待ってからもう一度お試しください。',
    app_not_loaded: 'ページの一部を読み込めませんでした。接続を確認して、もう一度お試しください。',
    signalling_unreachable:
      'ビデオサーバーが応答しません。接続を確認してください。ほかのページが開ける場合は、主催者にお知らせください。',
    token_rejected: 'ビデオサーバーが入室券を受け付けませんでした。主催者にお知らせください。',
    media_blocked:
      'ビデオサーバーは応答しますが、映像と音声が届きません。別のネットワーク（VPNなしなど）で試してみてください。',
    firefox_loopback:
      'Firefox は同じコンピューター上のルームに映像と音声を送れません。「npm start -- --lan」で起動するか、別のブラウザーを使ってください。',
  },

  ended: {
    left: 'ルームから退出しました。',
    joined_elsewhere: '別の場所からこのルームに参加しました。',
    server_shutdown: 'ビデオサーバーが停止または再起動しました。',
    removed: 'ルームから外されました。',
    room_closed: 'ルームは終了しました。',
    connection_lost: 'ルームとの接続が切れました。',
  },

  crash: {
    title: 'このページで問題が起きました。',
    advice: 'こちらの不具合です。再読み込みすると直ることがあります。',
    reload: '再読み込み',
  },
};
