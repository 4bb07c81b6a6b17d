import type { DoctorMessages } from './doctorEn.ts';

export const doctorJa: DoctorMessages = {
  title: '接続の確認',
  intro:
    '参加までの手順を順にテストし、問題のある箇所を表示します。20秒以内に終わります。サーバーにはテスト用の映像と小さな音だけを送信し、カメラとマイクは使用しません。ルームの参加者には影響しません。',
  start: '確認を開始',
  again: 'もう一度確認',
  stop: '中止',
  back: 'ルームに戻る',
  steps: '参加までの手順',
  step: {
    page: 'ブラウザーとページ',
    token: '参加の許可',
    signalling: 'ビデオサーバーへの接続',
    networkPaths: '映像と音声の経路',
    publishing: '映像と音声の送信',
    path: '通信品質',
  },
  status: {
    pending: '未確認',
    running: '確認中…',
    fine: '問題なし',
    slow: '遅い',
    limited: '一部ブロック',
    blocked: 'ブロック',
    skipped: 'スキップ',
  },
  finding: {
    no_webrtc: () => 'このブラウザーでは通話ができません（WebRTC なし）。',
    insecure_page: () => 'このページは安全（https）ではないため、カメラとマイクを使用できません。',
    page_fine: () => 'ページは安全で、ブラウザーは通話に対応しています。',
    devices: (microphones, cameras) =>
      `マイク${microphones}台、カメラ${cameras}台（許可前にブラウザーが示した数）。`,
    token_answers: (ms) => `トークンエンドポイントが${ms}ミリ秒で応答し、確認を許可しました。`,
    clock_ahead: (whose, seconds) =>
      `${whose === 'token' ? 'トークンエンドポイント' : 'ビデオサーバー'}の時計が、この端末より${seconds}秒進んでいます。`,
    clock_behind: (whose, seconds) =>
      `${whose === 'token' ? 'トークンエンドポイント' : 'ビデオサーバー'}の時計が、この端末より${seconds}秒遅れています。`,
    detail: (detail) => detail,
    http_answers: (ms) => `HTTP では${ms}ミリ秒で応答しました。参加のときと同じ長さのアドレスも通ります。`,
    joined: (ms, version) => `LiveKit ${version} に${ms}ミリ秒で入れました（WebSocket）。`,
    upgrade_lost: (ms) => `WebSocket が${ms}ミリ秒で拒否されました。`,
    socket_held: (ms) => `WebSocket が${ms}ミリ秒たっても、開きも失敗もしません。`,
    socket_silent: (ms) => `WebSocket は開きましたが、${ms}ミリ秒たっても何も届きません。`,
    socket_cut: (seconds) => `何も送らずにいると、${seconds}秒後に WebSocket が途中で閉じられました。`,
    nothing_announced: () => 'LiveKit がアドレスを一つも通知していません。',
    no_tcp_announced: () =>
      'LiveKit は TCP のアドレスを通知していません。UDP をブロックするネットワークの人は参加できません。',
    address_tried: (name) => `${name} …`,
    address_answers: (name, ms) => `${name} は${ms}ミリ秒で応答します`,
    address_silent: (name) => `${name} は応答しません`,
    address_silent_ipv6: (name) =>
      `${name} は応答しません（IPv6。お使いのネットワークに IPv6 がなければ、これで正常です）`,
    address_private: (name) => `${name} はプライベートアドレスで、同じネットワーク内でのみ使用されます`,
    address_elsewhere: (announced, host) =>
      `LiveKit は ${announced} を通知していますが、このページは ${host} にあります。`,
    relay_leads_nowhere: (name) => `${name} は応答しますが、そこから LiveKit に届きません`,
    connected: (ms) => `ルームと同じ方法で、${ms}ミリ秒でつながりました。`,
    received: (what, packets) =>
      `${what === 'video' ? '映像' : '音声'}：サーバーから受信の報告がありました（${packets}パケット）。`,
    not_received: (what) => `${what === 'video' ? '映像' : '音声'}：サーバーから受信の報告がありません。`,
    path: (protocol, name) =>
      protocol === 'udp'
        ? `UDP で届いています。最適な経路です（${name}）。`
        : protocol === 'tcp'
          ? `TCP で届いています（${name}）。使用できますが、パケットが失われると後続が遅れます。`
          : `TURN サーバー経由で届いています（${name}）。使用できますが、遠回りになります。`,
    quality: (roundTripMs, lostPercent, jitterMs) =>
      `往復${roundTripMs}ミリ秒、損失 ${lostPercent} %、ジッター${jitterMs}ミリ秒。`,
    meaning: (how) =>
      ({
        good: '映像ありの通話に十分です。',
        detour: '今は十分です。ただしネットワークが悪くなると、UDP のときより早く映像や音声が止まります。',
        weak: '声が遅れたり途切れたりし、映像もときどき止まります。',
      })[how],
    out_of_time: () => 'この手順で時間切れになりました。',
  },
  result: '結果',
  forGuest: 'あなたへ',
  forHost: '主催者へ',
  stopped: '確認を中止しました。',
  guest: {
    all_fine: '問題は見つかりませんでした。参加できます。',
    insecure_page:
      '音声を聞くだけの参加はできます。カメラとマイクを使うには、https で始まるリンクを主催者に依頼してください。',
    no_webrtc: 'このブラウザーでは通話ができません。別のブラウザーか、最新バージョンをお使いください。',
    server_slow: '参加できますが、サーバーの応答が遅く、時間がかかります。',
    check_not_allowed:
      'この接続の確認は許可されていません。そのまま参加をお試しください。参加できない場合は、主催者にレポートを送ってください。',
    signalling_not_passed: 'このアドレスではビデオサーバーに届きません。主催者にレポートを送ってください。',
    upgrade_lost:
      'ビデオサーバーとの間で WebSocket が遮断されています。別のネットワークをお試しください。改善しない場合は、主催者にレポートを送ってください。',
    socket_held:
      'ビデオサーバーとの間で WebSocket がブロックされています。別のネットワークを使うか、VPNをオフにしてお試しください。改善しない場合は、主催者にレポートを送ってください。',
    socket_silent: 'ビデオサーバーにつながりますが、何も返ってきません。主催者にレポートを送ってください。',
    socket_cut: '参加できますが、ときどき接続が切れます。主催者にレポートを送ってください。',
    address_cut:
      'ビデオサーバーとの間で、参加のリクエストがブロックされています。主催者にレポートを送ってください。',
    nothing_announced:
      'ビデオサーバーが、映像と音声の送り先を通知していません。主催者にレポートを送ってください。',
    private_announced:
      '映像と音声の送り先が、ここからは届かないアドレスになっています。主催者にレポートを送ってください。',
    udp_closed:
      '参加できます。ただし、映像と音声は低速な経路（TCP）を通ります。主催者にレポートを送ると、改善できる可能性があります。',
    tcp_closed:
      '参加できます。ただし制限の厳しいネットワークの人は参加できないことがあります。主催者にレポートを送ってください。',
    no_tcp:
      '参加できます。ただし、制限の厳しいネットワークの人は参加できないことがあります。主催者にレポートを送ってください。',
    turn_only:
      '参加できます。ただし、映像と音声は遠回りの経路を通ります。主催者にレポートを送ると、改善できる可能性があります。',
    turn_closed:
      '参加できます。ただし制限の最も厳しいネットワークの人は参加できないことがあります。主催者にレポートを送ってください。',
    not_connected: '経路は使用できますが、接続できません。主催者にレポートを送ってください。',
    not_received: '接続できますが、映像や音声が届いていません。主催者にレポートを送ってください。',
    weak_network:
      '参加できますが、通信が不安定です。Wi-Fi ルーターに近づくか、有線で接続するか、カメラをオフにしてください。',
    out_of_time: '応答が遅く、時間内に確認が終わりませんでした。別のネットワークをお試しください。',
  },
  cure: {
    all_fine: () => '対応は必要ありません。',
    insecure_page: () =>
      'ページを https で公開してください。自分のパソコンなら「npm start -- --lan」でできます。',
    no_webrtc: () => 'サーバー側の対応は必要ありません。',
    config_broken: (what) => `ページと同じ場所の config.json を直してください：${what}`,
    token_endpoint_unreachable: (what) =>
      `トークンハンドラーを起動するか、その前のプロキシを直してください：${what}`,
    token_answer_broken: (what) =>
      `トークンハンドラーではないものが応答しています。config.json の「tokenEndpoint」とプロキシのパスを確かめてください。${what}`,
    token_endpoint_failed: (what) => `トークンハンドラーのログを見てください：${what}`,
    refused: (what) => `トークンの発行が拒否されました：${what}`,
    key_missing: () => '# の後ろのルームキーまで含めて、リンク全体をその人に送ってください。',
    key_wrong: () => '今のルームキー（ROOM_KEY）が # の後ろに入ったリンクを、その人に送ってください。',
    check_not_allowed: (what) =>
      `first-room-check-… という名前のルームを許可してください（このプロジェクトのハンドラーは許可します）。${what}`,
    rate_limited: (what) =>
      `1分待ってください。同じアドレスの人たちによく起きるなら、RATE_LIMIT_PER_MINUTE を上げてください。${what}`,
    server_slow: (what) =>
      `応答に ${what} かかりました。サーバーの負荷とプロキシを確かめてください。ほかの人が速いなら、この人のネットワークが原因です。`,
    signalling_unreachable: (what) =>
      `LiveKit を起動し、プロキシから 7880/tcp に届くようにしてください。ブラウザーの接続先は ${what} です。`,
    signalling_not_passed: (what) =>
      `/rtc とその下のすべてを、プロキシから LiveKit の 7880番に渡してください。ブラウザーの接続先は ${what} です。`,
    token_rejected: () =>
      'LiveKit とトークンハンドラーの鍵とシークレットをそろえ、時計を合わせてください（レポートを参照）。',
    upgrade_lost: () => 'プロキシの /rtc で、Upgrade ヘッダーを渡してください。',
    socket_held: () => '途中のすべてのプロキシで、/rtc の WebSocket をバッファーせずに通してください。',
    socket_silent: () =>
      'プロキシの /rtc で、LiveKit の応答をバッファーせずにすぐ渡してください。次に LiveKit のログを見てください。',
    socket_cut: (what) =>
      `プロキシが、${what}秒間何も流れない WebSocket を閉じています。アイドル時間を 60秒以上にしてください。`,
    address_cut: (what) =>
      `プロキシが 3 kB のアドレスを拒んでいます${what && `（ステータス ${what}）`}。参加にはその長さが必要です。32 kB まで受け付けるようにしてください。`,
    nothing_announced: () => 'LiveKit にポート（rtc.udp_port、rtc.tcp_port）を設定し、ログを見てください。',
    private_announced: () =>
      'LiveKit が公開アドレスを通知するように設定してください（rtc.node_ip。203.0.113.5 はサーバー自身のアドレスに置き換えます）。',
    media_blocked: (what) =>
      `クラウドのルールとシステムのファイアウォールで ${what} を開けてください。開いている場合は、LiveKit が動いていて、サーバー自身の公開アドレス（rtc.node_ip）を通知しているか確かめてください。`,
    udp_closed: (what) => `クラウドのルールとシステムのファイアウォールで ${what} を開けてください。`,
    tcp_closed: (what) =>
      `クラウドのルールとシステムのファイアウォールで ${what} を開けてください。UDP を通さないネットワークの人に必要です。`,
    no_tcp: () =>
      'LiveKit に TCP のポート（rtc.tcp_port）も設定し、そのポートを開けてください。UDP をブロックするネットワークの人に必要です。',
    turn_only: (what) => `クラウドのルールとシステムのファイアウォールで ${what} を開けてください。`,
    turn_closed: (what) => `TURN サーバー ${what} が応答しないか、LiveKit に届いていません。`,
    not_connected: (what) => `LiveKit のログを見てください。ブラウザーの説明：${what}`,
    not_received: () =>
      'LiveKit のログを見てください。つながっていますが、映像や音声の受信の報告が返ってきません。',
    weak_network: (what) =>
      `ほかの人に問題がなければ、対応は必要ありません。この人のネットワークは ${what}（往復、損失、ジッター）です。`,
    out_of_time: () =>
      'サーバーの負荷を確かめてください。ほかの人が速いなら、この人のネットワークが原因です。',
    firefox_loopback: () =>
      '「npm start -- --lan」で起動するか、このコンピューターでは別のブラウザーを使ってください。',
  },
  place: {
    oci: 'OCI：ネットワーク・セキュリティ・グループのルール',
    oracleLinux: 'Oracle Linux',
    ubuntu: 'Ubuntu',
    nginx: 'nginx',
    loadBalancer: 'OCI ロード・バランサ',
    livekit: 'LiveKit（livekit.yaml）',
    server: 'サーバーで',
  },
  copy: (what) => `コピー：${what}`,
  copyReport: '主催者向けのレポートをコピー',
  copied: 'コピーしました。',
  report: 'レポート',
};
