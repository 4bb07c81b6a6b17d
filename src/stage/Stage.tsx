import { useRef } from 'react';
import { useMessages } from '../messages/MessagesContext.tsx';
import { tileKey, useTiles } from '../tiles/useTiles.ts';
import { solveGrid } from './grid.ts';
import { TileView } from './TileView.tsx';
import { useSize } from './useSize.ts';
import styles from './Stage.module.css';

const gap = 8;

/** Everyone, as large as the space allows. */
export function Stage() {
  const { stage } = useMessages();
  const ref = useRef<HTMLDivElement>(null);
  const size = useSize(ref);
  const tiles = useTiles();
  const grid = solveGrid(tiles.length, { ...size, gap });

  return (
    <div ref={ref} className={styles.stage}>
      <ul
        className={styles.grid}
        aria-label={stage.participants}
        style={{
          '--columns': grid.columns,
          '--tile-width': `${grid.tileWidth}px`,
          '--tile-height': `${grid.tileHeight}px`,
          '--gap': `${gap}px`,
        }}
      >
        {tiles.map((tile) => (
          <TileView key={tileKey(tile)} tile={tile} />
        ))}
      </ul>
    </div>
  );
}
