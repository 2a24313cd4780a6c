import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Fault } from '@seriema/domain/fault'
import { readEnvironment } from '../config.ts'
import { previewFile } from '../sources/file/preview.ts'
import { readHead } from '../sources/file/read.ts'
import type { ImportCommand } from './options.ts'
import { parseImport } from './options.ts'
import type { Remote, RemoteImport, SentFile, ToldImport } from './remote-import.ts'
import { cancelImport, readImport, sendFile, startImport } from './remote-import.ts'
import { usage } from './usage.ts'
import { badRows, bytes, describe, doubts, progress, summary, table, unseen } from './words.ts'

type Output = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean }

/** Milliseconds between two looks at how far an import is. */
const lookEvery = 500

/** Runs `seriema import`; returns the exit status, as `usage` says. */
export async function importFile(args: readonly string[], out: Output, err: Output): Promise<number> {
  if (args.includes('--help')) {
    out.write(usage)
    return 0
  }
  let command: ImportCommand
  try {
    command = parseImport(args, readEnvironment(process.cwd()))
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    err.write(`${error.message}\n\n${usage}`)
    return 2
  }
  try {
    return await run(command, out)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    err.write(`\n  ${error.message}\n`)
    return 1
  }
}

async function run(command: ImportCommand, out: Output): Promise<number> {
  const { path, key, plan } = command
  const size = await sizeOf(path)
  const preview = previewFile(await readHead(createReadStream(path)), { ...plan, readAt: Date.now() })
  out.write(`\n  ${basename(path)}, ${bytes(size)}\n${describe(preview, key)}${doubts(preview)}\n${table(preview)}\n`)
  if (command.dryRun) {
    out.write(`${badRows(preview.problems, preview.problems.length)}  Nothing was stored.\n`)
    return 0
  }
  const began = performance.now()
  const { id, uploadPath } = await startImport(command, basename(path), size)
  const stopLooking = look(command, id, size, out)
  const giveUp = () => void cancelImport(command, id).catch(() => {})
  process.once('SIGINT', giveUp)
  const sent = await sendFile(command, uploadPath, path, size)
    .catch(error => (error instanceof Fault ? error : Promise.reject(error)))
    .finally(stopLooking)
  process.off('SIGINT', giveUp)
  const seconds = (performance.now() - began) / 1_000
  const done = await readImport(command, id).catch(error => {
    if (isDenied(error) && !(sent instanceof Fault)) return null
    throw sent instanceof Fault ? sent : error
  })
  if (done === null) return concludeUnseen(sent as SentFile, seconds, out)
  return conclude(done, sent, seconds, command.api, out)
}

const isDenied = (error: unknown): boolean => error instanceof Fault && error.code === 'ACCESS_DENIED'

/** For a key that may send and not see: what the answer to the file itself says of it. */
function concludeUnseen({ status, text }: SentFile, seconds: number, out: Output): number {
  if (status !== 200) throw new Fault('UNAVAILABLE', `the API answered ${status}: ${text.slice(0, 300)}`)
  const told = JSON.parse(text) as ToldImport
  if (told.state !== 'completed') throw new Fault('UNAVAILABLE', `${told.state}; ${told.stored} points were stored`)
  out.write(unseen(told, seconds))
  return told.rejected > 0 ? 3 : 0
}

function conclude(done: RemoteImport, sent: Fault | SentFile, seconds: number, api: string, out: Output): number {
  if (done.state === 'CANCELLED') throw new Fault('UNAVAILABLE', `cancelled; ${done.stored} points were stored`)
  if (done.state === 'FAILED') throw new Fault('UNREADABLE_FILE', done.failure ?? 'the import failed')
  if (done.state !== 'COMPLETED') {
    const why = sent instanceof Fault ? sent.message : `the API answered ${sent.status}: ${sent.text.slice(0, 300)}`
    throw new Fault('UNAVAILABLE', `${why}. Importing again is safe, nothing comes twice`)
  }
  out.write(summary(done, seconds))
  if (done.rejectionsUrl !== null) out.write(`  All of them: ${new URL(done.rejectionsUrl, api)}\n`)
  return done.rejected > 0 ? 3 : 0
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null)
  if (found === null) throw new Fault('UNREADABLE_FILE', `there is no file ${path}`)
  if (!found.isFile()) throw new Fault('UNREADABLE_FILE', `${path} is not a file`)
  if (found.size === 0) throw new Fault('UNREADABLE_FILE', `${path} is empty`)
  return found.size
}

/** Shows how far an import is, on one line of a terminal, until the answer is called. */
function look(remote: Remote, id: string, size: number, out: Output): () => void {
  if (out.isTTY !== true) return () => {}
  const timer = setInterval(async () => {
    const now = await readImport(remote, id).catch(() => null)
    if (now?.state === 'RUNNING') out.write(`\r\u001b[2K${progress(now, size)}`)
  }, lookEvery)
  return () => {
    clearInterval(timer)
    out.write('\r\u001b[2K')
  }
}
