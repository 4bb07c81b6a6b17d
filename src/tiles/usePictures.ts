import { createContext, useContext, useSyncExternalStore } from 'react';
import { createPictures, type Pictures, type PictureState } from './pictures.ts';

const PicturesContext = createContext<Pictures>(createPictures());

export function usePicturesStore(): Pictures {
  return useContext(PicturesContext);
}

/** What comes in of the others' pictures now. */
export function usePictures(): PictureState {
  const { subscribe, getState } = useContext(PicturesContext);
  return useSyncExternalStore(subscribe, getState);
}
