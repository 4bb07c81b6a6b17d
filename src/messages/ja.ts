import type { Messages } from './en.ts';

export const ja: Messages = {
  app: 'First Room',
  language: '言語',

  lobby: {
    title: (room) => `${room} に参加`,
    name: 'お名前',
    key: 'ルームキー',
    nameMissing: 'お名前を入力してください（1〜60文字）。',
    join: '参加する',
    joining: '接続中…',
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
    microphone: 'マイク',
    camera: 'カメラ',
    leave: '退出',
    tryAgain: 'もう一度試す',
    close: '閉じる',
  },

  device: {
    microphone: {
      refused: 'マイクの使用が許可されていません。あなたの声はほかの人に届きません。',
      missing: 'マイクが見つかりません。',
      in_use: 'マイクがほかのアプリで使われているか、起動できません。',
      insecure_page: 'マイクは安全なページ（https）でしか使えません。',
      unsupported: 'このブラウザーではここでマイクを使えません。',
      other: (used) => `選んだマイクは接続されていないか、使用中です。代わりに「${used}」を使います。`,
    },
    camera: {
      refused: 'カメラの使用が許可されていません。あなたの映像はほかの人に表示されません。',
      missing: 'カメラが見つかりません。',
      in_use: 'カメラがほかのアプリで使われているか、起動できません。',
      insecure_page: 'カメラは安全なページ（https）でしか使えません。',
      unsupported: 'このブラウザーではここでカメラを使えません。',
      other: (used) => `選んだカメラは接続されていないか、使用中です。代わりに「${used}」を使います。`,
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
    key_missing:
      'このルームに入るにはルームキーが必要です。届いた招待リンクを開くか、ここにキーを入力してください。',
    key_wrong: 'ルームキーが違います。入力内容を確認するか、主催者に新しいリンクをもらってください。',
    name_invalid: 'この名前は使えません。1〜60文字の別の名前にしてください。',
    room_not_allowed: 'そのようなルームはありません。リンクを確認してください。',
    room_full: 'このルームは満員です。だれかが退出してからもう一度お試しください。',
    rate_limited: 'お使いのネットワークからの試行が多すぎます。1分ほど待ってからもう一度お試しください。',
    app_not_loaded: 'ページの一部を読み込めませんでした。接続を確認して、もう一度お試しください。',
    webrtc_missing:
      'このブラウザーでは通話ができません。WebRTC がないか、オフになっています。ブラウザーの設定や拡張機能でオンにするか、このリンクを Chrome、Edge、Firefox、Safari で開いてください。',
    browser_too_old:
      'このブラウザーは古いため、このページの一部が動きません。Chrome・Edge 123、Firefox 125、Safari 17.5 以降をお使いください。',
    signalling_unreachable:
      'ビデオサーバーが応答しません。接続を確認してください。ほかのページが開ける場合は、主催者にお知らせください。',
    token_rejected: 'ビデオサーバーが入室券を受け付けませんでした。主催者にお知らせください。',
    token_clock_wrong:
      '受付のコンピューターの時計がずれているため、ビデオサーバーが入室券を受け付けませんでした。主催者にお知らせください。',
    livekit_clock_wrong:
      'ビデオサーバーの時計がずれているため、入室券を受け付けませんでした。主催者にお知らせください。',
    media_blocked:
      'ビデオサーバーは応答しますが、映像と音声が届きません。別のネットワーク（VPNなしなど）で試してみてください。',
    firefox_loopback:
      'Firefox は同じコンピューター上のルームに映像と音声を送れません。「npm start -- --lan」で起動するか、別のブラウザーを使ってください。',
  },

  checkConnection: '接続を確認する',

  crash: {
    title: 'このページで問題が起きました。',
    advice: 'こちらの不具合です。再読み込みすると直ることがあります。',
    reload: '再読み込み',
  },

  lobbyHelp: {
    insecurePage:
      'カメラとマイクは安全なページでしか使えません。https で始まるリンクを主催者に頼んでください。聞くだけの参加はできます。',
    level: 'あなたの声の大きさ',
    chooseSpeaker: '使用するスピーカー',
    unnamedSpeaker: 'スピーカー',
    testSound: 'テスト音を鳴らす',
    listen: '聞くだけで参加',
  },
};
