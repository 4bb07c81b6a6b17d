import { createContext, useContext, useSyncExternalStore } from 'react';
import { createPictures, type Pictures, type PictureState } from '../media/received/receivedVideo.ts';

const PicturesContext = createContext<Pictures>(createPictures());

export function usePicturesStore(): Pictures {
  return useContext(PicturesContext);
}

/** Something of what comes in of the others' pictures now; a view is drawn anew when `read` gives something else. */
export function usePictures<Value>(read: (state: PictureState) => Value): Value {
  const { subscribe, getState } = useContext(PicturesContext);
  return useSyncExternalStore(subscribe, () => read(getState()));
}
