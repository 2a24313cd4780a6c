export interface TableForm {
  readonly separator: string
  /** Lines before the first row of values. */
  readonly head: number
  /** The column, counted from 0, whose value says which rows belong together; without it all do. */
  readonly key?: number
}

/** The columns of a text table, in order of appearance of their key; NaN where a cell holds no plain number. */
export function columnsOf(text: string, { separator, head, key }: TableForm): readonly Float64Array[] {
  const groups = new Map<string, number[][]>()
  for (const line of text.split('\n').slice(head)) {
    if (line.trim() === '') continue
    const cells = line.split(separator)
    const name = key === undefined ? '' : cells[key]!
    const columns = groups.get(name) ?? cells.map(() => [])
    groups.set(name, columns)
    for (let i = 0; i < columns.length; i++) columns[i]!.push(numberIn(cells[i]))
  }
  return Array.from(groups.values(), columns => columns.map(column => Float64Array.from(column))).flat()
}

const numberIn = (cell: string | undefined): number =>
  cell === undefined || cell.trim() === '' ? Number.NaN : Number(cell)
