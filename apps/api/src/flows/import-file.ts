import type { FaultCode } from '@seriema/domain/fault'
import type { PointColumns } from '@seriema/domain/point'
import type { ImportPlan } from '../sources/file/plan.ts'

export const importStates = ['waiting', 'running', 'completed', 'failed', 'cancelled'] as const
export type ImportState = (typeof importStates)[number]

export interface ImportRejection {
  /** 1-based line of the file. */
  readonly line: number
  readonly code: FaultCode
  readonly message: string
}

/** A file on its way in, field by field as the API shows it; `seriesKeys` name the series it went into. Instants in epoch ms. */
export interface Import {
  /** A random UUID. */
  readonly id: string
  readonly fileName: string
  readonly key: string
  readonly state: ImportState
  readonly size: number | null
  readonly bytesRead: number
  readonly rowsRead: number
  readonly stored: number
  readonly duplicates: number
  readonly conflicts: number
  readonly rejected: number
  readonly anomalies: number
  /** The first thousand. */
  readonly rejections: readonly ImportRejection[]
  readonly seriesKeys: readonly string[]
  readonly failure: string | null
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

export interface ImportDraft {
  readonly fileName: string
  readonly size?: number | null | undefined
  readonly key: string
  readonly plan?: ImportPlan | null | undefined
  readonly replace?: boolean | null | undefined
}

export interface ImportPreview {
  readonly delimiter: string
  readonly header: boolean
  readonly columns: readonly {
    readonly name: string
    readonly position: number
    readonly numeric: boolean
    readonly time: boolean
    readonly sample: readonly string[]
  }[]
  readonly timeColumn: string
  readonly timeFormat: string
  readonly timeZone: string
  readonly keyColumn: string | null
  readonly valueColumns: readonly string[]
  readonly decimalComma: boolean
  /** The first rows as they will be stored, in the order of the file: one column per channel. */
  readonly rows: PointColumns
  readonly problems: readonly ImportRejection[]
}

export interface Imports {
  /** Remembers a plan and waits for the bytes at `PUT /imports/:id`. Throws INVALID_INPUT. */
  start(draft: ImportDraft): Promise<Import>
  /**
   * Reads the file as it comes and stores it chunk by chunk; resolves when it is all in. Throws IMPORT_NOT_FOUND,
   * IMPORT_NOT_READY (already received), UNREADABLE_FILE, TOO_LARGE, INVALID_INPUT; what was stored before stays.
   */
  receive(id: string, body: AsyncIterable<Uint8Array>): Promise<Import>
  /** Ends it wherever it is; what was stored stays. Throws IMPORT_NOT_FOUND. */
  cancel(id: string): Promise<Import>
  get(id: string): Promise<Import | null>
  /** Ends running uploads as failed, saying that importing again is safe. */
  close(): Promise<void>
}
