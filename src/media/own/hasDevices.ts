/** Whether the page has access to cameras and microphones at all. Browsers give insecure pages (HTTP) none. */
export function hasDevices(): boolean {
  // `navigator.mediaDevices` is undefined on insecure pages (HTTP), although its type says otherwise.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  return mediaDevices !== undefined && isSecureContext;
}

/** Whether this browser can share a screen. The browsers of phones can't. */
export function canShareScreen(): boolean {
  // `mediaDevices` is undefined on insecure pages and `getDisplayMedia` on phones, although their types say otherwise.
  const mediaDevices: Partial<MediaDevices> | undefined = navigator.mediaDevices;
  return mediaDevices?.getDisplayMedia !== undefined;
}
