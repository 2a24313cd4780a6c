import { join } from 'node:path'
import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions, symbols } from 'pino'
import type { Config } from '../config.ts'
import { openRotating } from './rotating.ts'
import { scrub, shorten } from './scrub.ts'
import { currentTrace } from './trace.ts'

export type Log = Logger

const secrets = ['authorization', 'cookie', 'password', 'databaseUrl', 'apiKey', 'x-api-key']
const redact = {
  paths: secrets.flatMap(name => [`["${name}"]`, `*["${name}"]`, `*.headers["${name}"]`]),
  censor: '[secret]',
}

/** JSON, one object a line; `traceId` says which request a line belongs to, `correlationId` which training or rollout. Written at once: a crash loses no line. */
export function createLog(config: Pick<Config, 'dataFolder' | 'logLevel' | 'logTo'>, stream?: DestinationStream): Log {
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      mixin: () => {
        const trace = currentTrace()
        if (trace === undefined) return {}
        const { traceId, correlationId } = trace
        return correlationId === undefined ? { traceId } : { traceId, correlationId }
      },
      redact,
      hooks: { streamWrite: line => scrub(shorten(line)) },
    },
    stream ?? (writesToFile(config) ? openFile(config) : destination(2)),
  )
}

/** What a process that this one started has said: a line of its log as it is, and what it cried out as a warning. */
export function passOn(log: Log, line: string): void {
  const stream = (log as unknown as Readonly<Record<symbol, DestinationStream>>)[symbols.streamSym]!
  if (line.startsWith('{')) stream.write(`${line}\n`)
  else if (line.trim() !== '') log.warn(line)
}

/** Where somebody watches a terminal, what they see is the steps of the start; the log goes to a file. */
export const writesToFile = (config: Pick<Config, 'logTo'>): boolean =>
  config.logTo === 'file' || (config.logTo === 'auto' && process.stderr.isTTY === true)

export const logFile = (config: Pick<Config, 'dataFolder'>): string => join(config.dataFolder, 'logs', 'seriema.log')

const rotateAt = 32 * 1024 * 1024

const openFile = (config: Pick<Config, 'dataFolder'>): DestinationStream => openRotating(logFile(config), rotateAt)
