/** Whether there are devices to choose from at all: browsers give none to insecure pages. */
export function hasDevices(): boolean {
  // The types say that it is always there; on an insecure page it is not.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  return mediaDevices !== undefined && isSecureContext;
}
