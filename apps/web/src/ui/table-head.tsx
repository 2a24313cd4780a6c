export interface TableColumn {
  readonly title: string
  readonly className?: string
}

interface TableHeadProps {
  readonly columns: readonly TableColumn[]
  readonly className: string
  /** Of the line the titles stand in; what concerns each of them begins with `[&>th]:`. */
  readonly rowClassName: string
}

/** The titles of a table's columns, each announced with the cells below it. */
export function TableHead({ columns, className, rowClassName }: TableHeadProps) {
  return (
    <thead className={className}>
      <tr className={`[&>th]:font-medium ${rowClassName}`}>
        {columns.map(column => (
          <th className={column.className} key={column.title} scope="col">
            {column.title}
          </th>
        ))}
      </tr>
    </thead>
  )
}
