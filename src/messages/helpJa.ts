import type { HelpMessages } from './helpEn.ts';

export const helpJa: HelpMessages = {
  title: 'カメラとマイクを許可するには',
  afterwards: '設定後にこの画面に戻ると、自動的に再試行します。',
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
};
