/** iOS has one volume for everything: there an element's volume can be set and stays 1. */
export function canSetVolume(): boolean {
  const audio = new Audio();
  audio.volume = 0.5;
  return audio.volume === 0.5;
}
