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
    bar: '操作',
    microphone: 'マイク',
    camera: 'カメラ',
    leave: '退出',
    moveHere: 'こちらに移動',
    rejoin: 'もう一度参加',
    turnSoundOn: '音声をオンにする',
    soundHeldBack: 'ブラウザーが音声を止めています。',
    startVideo: '映像を再生する',
    videoHeldBack: 'ブラウザーが映像を一時停止しました。',
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
    shareLost: '接続が途切れたため、画面の共有が終了しました。',
    mini: '小窓で表示',
    miniFailed: '小窓を開けませんでした。',
    more: 'その他',
    invite: '招待',
    inviteTitle: 'ほかの人を招待',
    inviteHint: 'このリンクから、だれでもこのルームの入り口を開けます。',
    inviteHintKey: 'このリンクにはルームキーが含まれています。リンクを知っている人はだれでも入室できます。',
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
    singleKeys: '1 文字のキーをショートカットに使う',
    space: 'スペース',
    shortcut: {
      microphone: 'マイクのオン・オフ',
      camera: 'カメラのオン・オフ',
      talk: 'ミュート中、押している間だけ話す',
      hand: '手を挙げる・下ろす',
      chat: 'チャット',
      pin: '選んだ映像を大きく表示',
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

  sharing: {
    failed: '画面を共有できませんでした。',
    refusedBySystem:
      'お使いのコンピューターが、このブラウザーの画面収録を許可していません。システムの設定（Mac では「プライバシーとセキュリティ」→「画面収録とシステムオーディオ録音」）で許可してから、ブラウザーを再起動してください。',
  },

  stage: {
    participants: '参加者',
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
    not_received: '声は送信されていますが、サーバーに届いていません。お使いの接続で遮られています。',
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

  device: {
    microphone: {
      refused: 'マイクの使用が許可されていません。あなたの声はほかの人に届きません。',
      missing: 'マイクが見つかりません。',
      in_use: 'マイクがほかのアプリで使われているか、起動できません。',
      insecure_page: 'マイクは安全なページ（https）でしか使えません。',
      unsupported: 'このブラウザーではここでマイクを使えません。',
      other: (used) => `選んだマイクは接続されていないか、使用中です。代わりに「${used}」を使います。`,
      not_published: 'マイクの音声を送れませんでした。もう一度オンにしてください。',
      vanished: 'マイクが止まり、再開できませんでした。声は届いていません。もう一度オンにしてください。',
    },
    camera: {
      refused: 'カメラの使用が許可されていません。あなたの映像はほかの人に表示されません。',
      missing: 'カメラが見つかりません。',
      in_use: 'カメラがほかのアプリで使われているか、起動できません。',
      insecure_page: 'カメラは安全なページ（https）でしか使えません。',
      unsupported: 'このブラウザーではここでカメラを使えません。',
      other: (used) => `選んだカメラは接続されていないか、使用中です。代わりに「${used}」を使います。`,
      not_published: 'カメラの映像を送れませんでした。もう一度オンにしてください。',
      vanished: 'カメラが止まり、再開できませんでした。映像は届いていません。もう一度オンにしてください。',
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

  chat: {
    title: 'チャット',
    unread: (count) => `チャット、未読 ${count} 件`,
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
    soundsFor: '入退室・挙手・メッセージの通知音',
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

  news: {
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

  checkConnection: '接続を確認する',

  crash: {
    title: 'このページで問題が起きました。',
    advice: 'こちらの不具合です。再読み込みすると直ることがあります。',
    reload: '再読み込み',
  },

  lobbyHelp: {
    title: 'カメラとマイクを許可するには',
    afterwards: '設定してこの画面に戻ると、自動でもう一度試します。',
    steps: {
      chrome_site: () => 'アドレスの左のアイコンをクリックし、このページのカメラとマイクをオンにします。',
      edge_site: () =>
        'アドレスの左の鍵をクリックし、「このサイトに対するアクセス許可」でカメラとマイクを許可します。',
      firefox_site: () =>
        'アドレスの左にある、斜線の入ったカメラまたはマイクをクリックし、ブロックを解除します。',
      safari_site: () =>
        'メニューバーの「Safari」から「このWebサイトでの設定…」を開き、カメラとマイクを「許可」にします。',
      ios_safari_site: () =>
        'アドレスの横のページのアイコン（または「ぁあ」）をタップし、⋯ があればそれも開いて、「Webサイトの設定」でカメラとマイクを「許可」にします。',
      ios_chrome_site: () =>
        'アドレスの横のアイコン（または ⋯ の「サイト情報」）をタップし、カメラとマイクをオンにします。',
      android_site: () => 'アドレスの左のアイコンをタップし、「権限」でカメラとマイクを許可します。',
      android_firefox_site: () =>
        'アドレスの左の鍵または盾をタップし、カメラとマイクの「ブロック」を「許可」に切り替えます。',
      samsung_site: () => 'アドレスバーの鍵をタップし、「権限」でカメラとマイクを許可します。',
      other_site: () => 'このページの権限の設定（多くはアドレスの左）を開き、カメラとマイクを許可します。',
      ios_safari_system: () =>
        'それでも使えないときは、「設定」→「アプリ」→「Safari」（以前のiOSでは「設定」→「Safari」）で、カメラとマイクを「確認」にします。',
      ios_app_system: (browser) =>
        `「設定」→「アプリ」→「${browser}」（以前のiOSでは「設定」→「${browser}」）で、カメラとマイクをオンにします。`,
      android_system: (browser) =>
        `スマートフォンの「設定」→「アプリ」→「${browser}」→「権限」で、カメラとマイクを許可します。`,
      mac_system: (browser) =>
        `「システム設定」→「プライバシーとセキュリティ」の「カメラ」と「マイク」で、${browser} をオンにします。求められたらブラウザーを再起動します。`,
      windows_system: () =>
        'Windowsの「設定」→「プライバシーとセキュリティ」の「カメラ」と「マイク」で、デスクトップ アプリのアクセスをオンにします。',
    },
    browsers: {
      chrome: 'Chrome',
      chromium: 'お使いのブラウザー',
      edge: 'Edge',
      firefox: 'Firefox',
      safari: 'Safari',
      samsung: 'Samsung Internet',
      other: 'お使いのブラウザー',
    },
    insecurePage:
      'カメラとマイクは安全なページでしか使えません。https で始まるリンクを主催者に頼んでください。聞くだけの参加はできます。',
    inAppTitle: (app) => `${app}の中でこのページを開いています。`,
    inAppAdvice: {
      ios: 'ここではカメラとマイクが使えないことがあります。⋯ から「Safariで開く」または「ブラウザで開く」を選ぶか、リンクをコピーしてください。',
      android:
        'ここではカメラとマイクが使えないことがあります。⋮ から「Chromeで開く」または「ブラウザで開く」を選ぶか、リンクをコピーしてください。',
      other: 'ここではカメラとマイクが使えないことがあります。リンクをブラウザーで開いてください。',
    },
    apps: {
      line: 'LINE',
      instagram: 'Instagram',
      facebook: 'Facebook',
      messenger: 'Messenger',
      threads: 'Threads',
      x: 'X',
      wechat: 'WeChat',
      kakaotalk: 'カカオトーク',
      tiktok: 'TikTok',
      snapchat: 'Snapchat',
      linkedin: 'LinkedIn',
      unknown: '別のアプリ',
    },
    openOutside: 'ブラウザーで開く',
    copyLink: 'リンクをコピー',
    linkCopied: 'コピーしました',
    link: 'このルームへのリンク',
    stayHere: 'このまま試す',
    level: 'あなたの声の大きさ',
    chooseSpeaker: '使用するスピーカー',
    unnamedSpeaker: 'スピーカー',
    testSound: 'テスト音を鳴らす',
    listen: '聞くだけで参加',
  },
};
