/** Whether the page has access to cameras and microphones at all. Browsers give insecure pages (HTTP) none. */
export function hasDevices(): boolean {
  // `navigator.mediaDevices` is undefined on insecure pages (HTTP), although its type says otherwise.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  return mediaDevices !== undefined && isSecureContext;
}
