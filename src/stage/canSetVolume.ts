/** Whether the page can change the volume of a media element. On iOS it can't: the volume is always 1. */
export function canSetVolume(): boolean {
  const audio = new Audio();
  audio.volume = 0.5;
  return audio.volume === 0.5;
}
