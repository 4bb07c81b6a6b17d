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
    ask: '参加をリクエスト',
    askAgain: '再リクエスト',
    waiting: '承認待ち…',
    cancel: 'キャンセル',
    preview: 'あなたの映像',
    cameraOff: 'カメラはオフです。',
    opening: 'カメラとマイクの使用を、ブラウザーの確認画面で許可してください。',
    chooseMicrophone: '使用するマイク',
    chooseCamera: '使用するカメラ',
    systemDefault: 'システムの既定',
    unnamed: { microphone: 'マイク', camera: 'カメラ' },
    here: (count: number, name: string | undefined) => {
      if (name === undefined) return `${count}人が参加中です`;
      return `${name} さん${count === 1 ? '' : `ほか${count - 1}人`}が参加中です`;
    },
    joinAnyway: 'このままでも参加できます。',
    oldHostLink: 'この主催者用リンクは無効になっています。ゲストとしての参加になります。',
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
      refused: 'マイクがブロックされています。あなたの声はほかの人に聞こえません。',
      missing: 'マイクが見つかりません。',
      in_use: 'マイクを使用できません。ほかのアプリが使用している可能性があります。',
      insecure_page: 'マイクは安全なページ（https）でのみ使用できます。',
      unsupported: 'このブラウザーではマイクを使用できません。',
      other: (used) => `選択したマイクを使用できないため、「${used}」を使用しています。`,
    },
    camera: {
      refused: 'カメラがブロックされています。あなたの映像はほかの人に表示されません。',
      missing: 'カメラが見つかりません。',
      in_use: 'カメラを使用できません。ほかのアプリが使用している可能性があります。',
      insecure_page: 'カメラは安全なページ（https）でのみ使用できます。',
      unsupported: 'このブラウザーではカメラを使用できません。',
      other: (used) => `選択したカメラを使用できないため、「${used}」を使用しています。`,
    },
  },

  failure: {
    details: '主催者向けの詳細',
    config_broken: 'このページの設定ファイルを読み込めません。主催者にお知らせください。',
    token_endpoint_unreachable:
      '参加を受け付けるサーバーが応答しません。インターネット接続を確認してください。ほかのページを開ける場合は、主催者にお知らせください。',
    token_answer_broken:
      '参加を受け付けるサーバーから正しい応答がありませんでした。主催者にお知らせください。',
    token_endpoint_failed:
      '参加を受け付けるサーバーで問題が発生しています。しばらくしてからもう一度お試しください。',
    refused: 'このルームに参加できませんでした。主催者にお知らせください。',
    key_missing:
      'このルームに参加するにはルームキーが必要です。招待リンクを開くか、ここにキーを入力してください。',
    key_wrong: 'ルームキーが正しくありません。入力内容を確認するか、主催者に新しいリンクを依頼してください。',
    name_invalid: 'この名前は使用できません。1〜60文字の別の名前を入力してください。',
    invitation_ended: 'この招待は使えなくなりました。主催者に新しい招待を依頼してください。',
    room_not_allowed: 'ルームが見つかりません。リンクを確認してください。',
    room_locked: '主催者がこのルームをロックしています。解除を依頼してから、もう一度お試しください。',
    knock_required: '参加するには主催者の承認が必要です。「参加をリクエスト」を選択してください。',
    knock_refused: '主催者が参加を承認しませんでした。もう一度リクエストできます。',
    waiting_room_full: '待機している人が多すぎます。数分後にもう一度お試しください。',
    removed: '主催者により、このルームから退出させられました。',
    room_full: 'このルームは満員です。ほかの人が退出してからもう一度お試しください。',
    rate_limited: 'お使いのネットワークからのアクセスが多すぎます。1分ほど待ってからもう一度お試しください。',
    app_not_loaded: 'ページの一部を読み込めませんでした。接続を確認して、もう一度お試しください。',
    webrtc_missing:
      'このブラウザーでは通話ができません。WebRTC がないか、オフになっています。ブラウザーの設定や拡張機能でオンにするか、このリンクを Chrome、Edge、Firefox、Safari で開いてください。',
    browser_too_old:
      'このブラウザーは古いため、ご利用いただけません。Chrome・Edge 123、Firefox 125、Safari 17.5 以降をお使いください。',
    signalling_unreachable:
      'ビデオサーバーが応答しません。インターネット接続を確認してください。ほかのページを開ける場合は、主催者にお知らせください。',
    token_rejected: 'ビデオサーバーへの参加が許可されませんでした。主催者にお知らせください。',
    token_clock_wrong:
      '参加を受け付けるサーバーの時計がずれているため、参加できません。主催者にお知らせください。',
    livekit_clock_wrong: 'ビデオサーバーの時計がずれているため、参加できません。主催者にお知らせください。',
    media_blocked:
      '映像と音声がビデオサーバーに届きません。別のネットワークを使うか、VPNをオフにしてお試しください。',
    firefox_loopback:
      'Firefox は同じコンピューター上のルームでは通話できません。別のブラウザーを使うか、「npm start -- --lan」でルームを起動してください。',
  },

  checkConnection: '接続を確認',

  crash: {
    title: 'このページで問題が起きました。',
    advice: 'アプリの不具合です。再読み込みすると直ることがあります。',
    reload: '再読み込み',
  },

  lobbyHelp: {
    insecurePage:
      'カメラとマイクは安全なページでのみ使用できます。https で始まるリンクを主催者に依頼してください。音声を聞くだけの参加はできます。',
    level: 'マイクの入力レベル',
    chooseSpeaker: '使用するスピーカー',
    unnamedSpeaker: 'スピーカー',
    testSound: 'スピーカーをテスト',
    listen: '聞くだけで参加',
  },
};
