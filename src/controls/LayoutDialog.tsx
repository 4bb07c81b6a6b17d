import { useId, type ReactNode } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { chooseLayout, layouts, pageSizes } from '../stage/stageView.ts';
import type { StageViewState } from '../stage/useStageView.ts';
import { Dialog } from '../ui/Dialog.tsx';
import styles from './LayoutDialog.module.css';

/**
 * The dialog in which a guest chooses how the tiles are arranged for them alone. The guest sees each choice at once
 * behind the dialog.
 */
export function LayoutDialog({ view, setView, onClosed }: StageViewState & { onClosed: () => void }) {
  const { control, controls } = useRoomMessages();
  const { layout: words } = usePanelMessages();
  return (
    <Dialog title={controls.layout} close={control.close} onClosed={onClosed}>
      <div className={styles.layout}>
        <Choices legend={words.arrangement}>
          {layouts.map((layout) => (
            <Choice
              key={layout}
              group="layout"
              isChosen={view.layout === layout}
              onChoose={() => setView((current) => chooseLayout(current, layout))}
              name={words.name[layout]}
              hint={words.hint[layout]}
            />
          ))}
        </Choices>
        <Choices legend={words.perPage}>
          {pageSizes.map((perPage) => (
            <Choice
              key={perPage}
              group="perPage"
              isChosen={view.perPage === perPage}
              onChoose={() => setView((current) => ({ ...current, perPage }))}
              name={perPage === 0 ? words.asManyAsFit : words.atMost(perPage)}
            />
          ))}
        </Choices>
      </div>
    </Dialog>
  );
}

function Choices({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className={styles.choices}>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  );
}

function Choice({
  group,
  isChosen,
  onChoose,
  name,
  hint,
}: {
  group: string;
  isChosen: boolean;
  onChoose: () => void;
  name: string;
  hint?: string;
}) {
  const id = useId();
  return (
    <label className={styles.choice}>
      <input
        type="radio"
        name={group}
        checked={isChosen}
        onChange={onChoose}
        aria-label={name}
        aria-describedby={hint && id}
      />
      <span>
        {name}
        {hint && <small id={id}>{hint}</small>}
      </span>
    </label>
  );
}
