import { Eye, Maximize, Minimize, PanelRight, X } from 'lucide';
import type { IconNode } from 'lucide';
import { useRef, type ReactNode, type Ref } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useFullScreen } from './useFullScreen.ts';
import { chooseLayout } from './stageView.ts';
import type { StageViewState } from './useStageView.ts';
import styles from './StageButtons.module.css';

/**
 * Buttons that change how this guest sees the stage. They do not affect other participants.
 *
 * @param children buttons that come before these
 */
export function StageButtons({ view, setView, children }: StageViewState & { children: ReactNode }) {
  const { view: words } = useRoomMessages();
  const { canBeFull, isFull, toggle } = useFullScreen();
  const isSpeaker = view.layout === 'speaker';
  const speakerButton = useRef<HTMLButtonElement>(null);
  return (
    <div className={styles.buttons}>
      {children}
      {view.isSelfHidden && (
        <StageButton
          ref={focus}
          icon={Eye}
          name={words.showSelf}
          onPress={() => {
            setView((current) => ({ ...current, isSelfHidden: false }));
            // The clicked button disappears, so the next one gets the focus.
            speakerButton.current?.focus();
          }}
        />
      )}
      <StageButton
        ref={speakerButton}
        // Says that another click leaves the speaker view.
        icon={isSpeaker ? X : PanelRight}
        name={words.speaker}
        isPressed={isSpeaker}
        onPress={() =>
          setView((current) => chooseLayout(current, isSpeaker ? current.otherLayout : 'speaker'))
        }
      />
      {canBeFull && (
        <StageButton
          className={styles.full}
          icon={isFull ? Minimize : Maximize}
          name={words.fullScreen}
          isPressed={isFull}
          onPress={toggle}
        />
      )}
    </div>
  );
}

/**
 * Focuses the button when it appears, because the button that hid the guest's own tile has disappeared with the focus.
 */
function focus(button: HTMLButtonElement | null): void {
  button?.focus();
}

/** A button in the header of the room: an icon, with the name beside it in a wide window. */
export function StageButton({
  ref,
  className,
  icon,
  name,
  isPressed,
  onPress,
}: {
  ref?: Ref<HTMLButtonElement>;
  className?: string | undefined;
  icon: IconNode;
  name: string;
  isPressed?: boolean;
  onPress: () => void;
}) {
  return (
    <Button
      ref={ref}
      look="bare"
      className={className}
      aria-label={name}
      title={name}
      aria-pressed={isPressed}
      onClick={onPress}
    >
      <Icon of={icon} size={20} />
      <span className={styles.word}>{name}</span>
    </Button>
  );
}
