import { ChevronLeft, ChevronRight } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Icon } from '../ui/Icon.tsx';
import type { Page } from './pages.ts';
import styles from './Pager.module.css';

/** Buttons for the previous and the next page of tiles, and the number of the current page. */
export function Pager({ page, onTurn }: { page: Page; onTurn: (step: -1 | 1) => void }) {
  const { view } = useRoomMessages();
  const isFirst = page.index === 0;
  const isLast = page.index === page.count - 1;
  return (
    <div className={styles.pager} role="group" aria-label={view.pages}>
      {/* Not `disabled`, which would lose the focus on the first and last page. */}
      <button type="button" aria-label={view.previousPage} aria-disabled={isFirst} onClick={() => onTurn(-1)}>
        <Icon of={ChevronLeft} />
      </button>
      <p role="status">
        <span className="visually-hidden">{view.page(page.index + 1, page.count)}</span>
        <span aria-hidden="true">
          {page.index + 1} / {page.count}
        </span>
      </p>
      <button type="button" aria-label={view.nextPage} aria-disabled={isLast} onClick={() => onTurn(1)}>
        <Icon of={ChevronRight} />
      </button>
    </div>
  );
}
