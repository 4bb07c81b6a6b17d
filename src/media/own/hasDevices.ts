/** Whether the page has access to devices at all. Browsers give insecure pages none. */
export function hasDevices(): boolean {
  // `navigator.mediaDevices` is undefined on insecure pages (HTTP), although its type says otherwise.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  return mediaDevices !== undefined && isSecureContext;
}
