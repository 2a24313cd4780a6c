import type { Notes } from './findings.ts'
import type { Layout } from './plan.ts'
import type { FileRecord } from './records.ts'
import { createRowReader } from './row-reader.ts'
import type { Row, RowRejection, RowSink } from './rows.ts'
import { createSink } from './rows.ts'

export interface RowTaker {
  take(records: readonly FileRecord[]): void
  /** Rows and rejections since it was asked last; what may be a footer is kept back. */
  drain(): { readonly rows: readonly Row[]; readonly rejections: readonly RowRejection[] }
  readonly size: number
  /** No more comes: what was kept back is a footer, and told as a note. */
  end(): void
}

const longestFooter = 20

/** Rows of records as `layout` says, from its first line of data on. */
export function createRowTaker(layout: Layout, notes: Notes): RowTaker {
  const readRow = createRowReader(layout, notes)
  let sink: RowSink = createSink()

  /** Words with rows after them are bad rows. */
  const release = () => {
    if (sink.footer.length > 0) sink.rejections.push(...sink.footer.splice(0).map(({ rejection }) => rejection))
  }

  return {
    take(records) {
      for (const record of records) {
        if (record.line < layout.dataFrom) continue
        const before = sink.rows.length
        readRow(record, sink)
        if (sink.rows.length > before || sink.footer.length > longestFooter) release()
      }
    },
    drain() {
      const { rows, rejections, footer } = sink
      sink = { ...createSink(), footer }
      return { rows, rejections }
    },
    get size() {
      return sink.rows.length + sink.rejections.length
    },
    end() {
      for (const { text, rejection } of sink.footer.splice(0))
        notes.add('footer', `the last lines are no rows: '${text}'`, rejection.line)
    },
  }
}
