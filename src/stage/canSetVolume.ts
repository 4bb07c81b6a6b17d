/** Whether the volume of a media element can be changed. On iOS it is always 1. */
export function canSetVolume(): boolean {
  const audio = new Audio();
  audio.volume = 0.5;
  return audio.volume === 0.5;
}
