/**
 * The size of a file as people read it: "12 kB" or "1.2 MB".
 *
 * @param locale notation of the number, as a BCP 47 tag
 */
export function fileSize(bytes: number, locale: string): string {
  const [unit, divisor, maximumFractionDigits] =
    bytes < 1_000_000 ? (['kilobyte', 1000, 0] as const) : (['megabyte', 1_000_000, 1] as const);
  const number = new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits });
  return number.format(Math.max(1, bytes / divisor));
}
