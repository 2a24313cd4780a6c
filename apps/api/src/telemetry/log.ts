import { mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino'
import type { Config } from '../config.ts'
import { currentTrace } from './trace.ts'

export type Log = Logger

const secrets = ['authorization', 'cookie', 'password', 'databaseUrl', 'apiKey', 'x-api-key']
const redact = {
  paths: secrets.flatMap(name => [`["${name}"]`, `*["${name}"]`, `*.headers["${name}"]`]),
  censor: '[secret]',
}

/** A password in an address and a bearer token, wherever in a line they turn up: in a message, or in a driver's error. */
const scrub = (line: string): string =>
  line
    .replaceAll(/(\w+:\/\/[^\s:/@"]*):[^\s/@"]+@/g, '$1:[secret]@')
    .replaceAll(/([?&]password=)[^\s&"]+/gi, '$1[secret]')
    .replaceAll(/\b(Bearer|Basic) [\w.~+/=-]+/g, '$1 [secret]')

/** JSON, one object a line; `traceId` says which request a line belongs to. Written at once: a crash loses no line. */
export function createLog(config: Pick<Config, 'dataFolder' | 'logLevel' | 'logTo'>, stream?: DestinationStream): Log {
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      mixin: () => {
        const trace = currentTrace()
        return trace === undefined ? {} : { traceId: trace.traceId }
      },
      redact,
      hooks: { streamWrite: scrub },
    },
    stream ?? (writesToFile(config) ? destination({ dest: openFile(config), sync: true }) : destination(2)),
  )
}

/** Where somebody watches a terminal, what they see is the steps of the start; the log goes to a file. */
export const writesToFile = (config: Pick<Config, 'logTo'>): boolean =>
  config.logTo === 'file' || (config.logTo === 'auto' && process.stderr.isTTY === true)

export const logFile = (config: Pick<Config, 'dataFolder'>): string => join(config.dataFolder, 'logs', 'seriema.log')

const rotateAt = 32 * 1024 * 1024

/** A file that has grown large is set aside at the next start, in place of the one set aside before it. */
function openFile(config: Pick<Config, 'dataFolder'>): string {
  const path = logFile(config)
  mkdirSync(join(config.dataFolder, 'logs'), { recursive: true })
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (bytes > rotateAt) renameSync(path, `${path}.1`)
  return path
}
