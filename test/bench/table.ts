/** Columns padded to their widest cell, numbers to the right. */
export function table(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [columns, ...rows].map(row => row.map(String))
  const widths = columns.map((_, c) => Math.max(...cells.map(row => row[c]?.length ?? 0)))
  const numeric = columns.map((_, c) => rows.every(row => typeof row[c] === 'number'))
  const line = (row: readonly string[]) =>
    row.map((cell, c) => (numeric[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!))).join('  ')
  const [head, ...body] = cells.map(line)
  return [head, '─'.repeat(head!.length), ...body, ''].join('\n')
}
