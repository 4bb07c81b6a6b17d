import { X } from 'lucide';
import { useMessages } from '../messages/MessagesContext.tsx';
import { part } from '../start/page/parts.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

/**
 * Says that a file of the app could not be loaded. It is drawn when the app is built, into index.html, with src/styles/notLoaded.css: it must not need a
 * file itself. src/untilLoaded.ts shows it, and follows its buttons: the first one tries again, the other one closes it.
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
