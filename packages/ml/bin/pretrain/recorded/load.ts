import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parquetReadObjects } from 'hyparquet'
import type { Collection } from '../../../src/recorded/series.ts'
import { stretchesOf } from '../../../src/recorded/stretches.ts'
import { columnsOf, type TableForm } from '../../../src/recorded/table.ts'
import { type Source, sources } from './sources.ts'

/** The recorded series in a folder of unpacked packages, those of at least `shortest` steps. A source without files is an error. */
export async function recordedCollections(folder: string, shortest: number): Promise<readonly Collection[]> {
  return Promise.all(sources.map(source => collected(folder, source, shortest)))
}

async function collected(folder: string, source: Source, shortest: number): Promise<Collection> {
  const { files, from, form, weight, strides } = source
  const found = globSync(files, { cwd: folder }).toSorted()
  if (found.length === 0) throw new Error(`${folder} has no ${files}: unpack ${from} there`)
  const columns = await Promise.all(found.map(file => columnsIn(join(folder, file), form)))
  const series = columns.flat().flatMap(column => stretchesOf(column, shortest))
  return { weight, strides, series }
}

function columnsIn(
  file: string,
  form: TableForm | 'parquet',
): readonly Float64Array[] | Promise<readonly Float64Array[]> {
  const bytes = readFileSync(file)
  if (form === 'parquet') return parquetColumns(bytes)
  return columnsOf((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'), form)
}

async function parquetColumns(bytes: Buffer): Promise<readonly Float64Array[]> {
  const rows = await parquetReadObjects({
    file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
  })
  const names = Object.keys(rows[0] ?? {})
  return names.map(name => Float64Array.from(rows, row => (typeof row[name] === 'number' ? row[name] : Number.NaN)))
}
