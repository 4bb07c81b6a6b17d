import type { Row } from './scenario.ts';
import type { Variant } from './stage.ts';

export interface Measured {
  row: Row;
  values: Record<Variant, number[]>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * Formats the benchmark's results as a Markdown table: medians, minimum and maximum, ratios, and whether the goals are
 * met.
 */
export function table(measured: readonly Measured[]): string {
  const hasBefore = measured.some(({ values }) => values.before.length > 0);
  const ifBefore = (...cells: string[]) => (hasBefore ? cells : []);
  const head = ['what', 'First Room', 'the floor', 'the usual way', '× usual', '× floor', 'goal'].concat(
    ifBefore('the build before', '× before'),
  );
  const lines = measured.map(({ row, values }) => {
    const ratio = (to: Variant) => {
      const against = values[to].length > 0 ? median(values[to]) : 0;
      return against > 0 ? median(values.app) / against : undefined;
    };
    return [
      row.what,
      describe(values.app, row.unit),
      describe(values.floor, row.unit),
      describe(values.usual, row.unit),
      ratio('usual')?.toFixed(2) ?? '',
      ratio('floor')?.toFixed(2) ?? '',
      goalOf(row, median(values.app), ratio('usual'), ratio('floor')),
      ...ifBefore(describe(values.before, row.unit), ratio('before')?.toFixed(2) ?? ''),
    ];
  });
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function goalOf({ goals, unit }: Row, own: number, usual?: number, floor?: number): string {
  const parts = [
    { limit: goals.usual, value: usual, name: '× usual' },
    { limit: goals.floor, value: floor, name: '× floor' },
    { limit: goals.atMost, value: own, name: unit },
  ].flatMap(({ limit, value, name }) =>
    limit === undefined || value === undefined
      ? []
      : [`≤ ${limit} ${name} ${value <= limit ? 'met' : '**missed**'}`],
  );
  return parts.join(', ');
}

/** Median, smallest and largest value. */
export function describe(values: readonly number[], unit: Row['unit']): string {
  if (values.length === 0) return '';
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(0));
  const spread = least === most ? '' : ` (${least}–${most})`;
  return `${median(values).toFixed(0)} ${unit}${spread}`;
}

const barHeight = 16;
const rowHeight = 3 * barHeight + 34;
/** The chart leaves out the earlier build, which is in the table only. */
const inChart = ['app', 'floor', 'usual'] as const;
const width = 720;
const colours: Record<(typeof inChart)[number], string> = {
  app: '#17654f',
  floor: '#a9afaa',
  usual: '#c98a2b',
};
const names: Record<(typeof inChart)[number], string> = {
  app: 'First Room',
  floor: 'the floor',
  usual: 'the usual way',
};

/** Draws a bar chart of the medians. Each row has its own scale, and a line shows minimum and maximum. */
export function chart(measured: readonly Measured[], note: string): string {
  const rows = measured.map(({ row, values }, index) => {
    // `|| 1` avoids a division by 0 when all values of a row are 0.
    const most = Math.max(...inChart.flatMap((variant) => values[variant])) || 1;
    const x = (value: number) => (value / most) * (width - 220);
    const bars = inChart
      .filter((variant) => values[variant].length > 0)
      .map((variant, at) => {
        const y = 22 + at * barHeight;
        const middle = y + barHeight / 2 - 1;
        const value = median(values[variant]);
        return [
          `<rect x="110" y="${y}" width="${x(value).toFixed(1)}" height="${barHeight - 3}" fill="${colours[variant]}"/>`,
          `<line x1="${(110 + x(Math.min(...values[variant]))).toFixed(1)}" x2="${(110 + x(Math.max(...values[variant]))).toFixed(1)}" y1="${middle}" y2="${middle}" stroke="#1d201e"/>`,
          `<text x="104" y="${y + 11}" text-anchor="end">${names[variant]}</text>`,
          `<text x="${(116 + x(Math.max(...values[variant]))).toFixed(1)}" y="${y + 11}">${value.toFixed(0)} ${row.unit}</text>`,
        ].join('');
      });
    return `<g transform="translate(0 ${index * rowHeight})"><text x="8" y="14" font-weight="600">${row.what}</text>${bars.join('')}</g>`;
  });
  const height = measured.length * rowHeight + 24;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#1d201e">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...rows,
    `<text x="8" y="${height - 8}" font-size="10">${note}</text>`,
    '</svg>',
    '',
  ].join('\n');
}
