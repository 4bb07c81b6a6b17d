import { X } from 'lucide';
import { useMessages } from '../messages/MessagesContext.tsx';
import { part } from '../start/page/parts.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

/**
 * Message that a file of the app could not be loaded. The build renders it into index.html, styled by
 * src/styles/notLoaded.css, so that the message itself needs no further file. src/start/loadAgain.ts shows it and
 * handles its buttons.
 */
export function NotLoadedBox() {
  const { control, failure } = useMessages();
  return (
    <>
      <p>{failure.app_not_loaded}</p>
      <Button {...part('tryAgain')}>{control.tryAgain}</Button>
      <Button {...part('close')} look="bare" aria-label={control.close}>
        <Icon of={X} size={18} />
      </Button>
    </>
  );
}
