import { useEffect, useState } from 'react';
import { isImage } from '../meeting/chat/fileContent.ts';

/**
 * Images with more pixels are not shown: decoded they take four bytes of memory for each pixel, whatever the size of
 * the file.
 */
const maxPixels = 50_000_000;

/** Size in pixels of an image that the chat can show. */
interface Preview {
  width: number;
  height: number;
}

/** The URL of a file's content within this page, and its size in pixels if it is an image that the chat can show. */
interface FileAddress {
  url: string;
  preview: Preview | undefined;
}

/**
 * The URL of a file's content, for as long as the view is shown; `undefined` if there is no content, and until the
 * page knows whether the content is an image that the chat can show.
 */
export function useFileAddress(content: Blob | undefined): FileAddress | undefined {
  const [address, setAddress] = useState<FileAddress>();
  useEffect(() => {
    if (!content) return undefined;
    let isHere = true;
    const url = URL.createObjectURL(content);
    const show = (preview: Preview | undefined) => {
      if (isHere) setAddress({ url, preview });
    };
    if (isImage(content)) void measure(url).then(show);
    else show(undefined);
    return () => {
      isHere = false;
      setAddress(undefined);
      URL.revokeObjectURL(url);
    };
  }, [content]);
  return address;
}

/**
 * Reads the size of an image before it is shown, so that no message moves when the image appears.
 *
 * @returns `undefined` if the image can't be shown
 */
async function measure(url: string): Promise<Preview | undefined> {
  const image = new Image();
  const isLoaded = new Promise<boolean>((resolve) => {
    image.addEventListener('load', () => resolve(true));
    image.addEventListener('error', () => resolve(false));
  });
  image.src = url;
  if (!(await isLoaded)) return undefined;
  const { naturalWidth: width, naturalHeight: height } = image;
  return width > 0 && width * height <= maxPixels ? { width, height } : undefined;
}
