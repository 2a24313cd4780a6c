import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLog, logFile } from './log.ts'
import { openRotating } from './rotating.ts'
import { scrub } from './scrub.ts'
import { currentTrace, inNewTrace, traceFrom, traceparent, withTrace } from './trace.ts'

function capture() {
  const lines: string[] = []
  const settings = { dataFolder: '', logLevel: 'info', logTo: 'stderr' } as const
  const log = createLog(settings, { write: line => void lines.push(line) })
  return { log, text: () => lines.join(''), entries: () => lines.map(line => JSON.parse(line)) }
}

test('every line of a request carries its trace id, however late, and no other request’s', async () => {
  const { log, entries } = capture()
  const work = async (name: string) => {
    log.info(`${name} begins`)
    await new Promise(resolve => setImmediate(resolve))
    await Promise.all([log.info(`${name} goes on`), null])
  }
  const traces = ['a', 'b'].map(() => traceFrom(null))
  await Promise.all(['a', 'b'].map((name, index) => withTrace(traces[index]!, () => work(name))))
  for (const [index, name] of ['a', 'b'].entries()) {
    const own = entries().filter(entry => entry.msg.startsWith(name))
    expect(own.map(entry => entry.traceId)).toEqual([traces[index]!.traceId, traces[index]!.traceId])
  }
  log.info('outside')
  expect(entries().at(-1)).not.toHaveProperty('traceId')
  withTrace(traces[0]!, () => inNewTrace(() => log.info('background')))
  expect(entries().at(-1).traceId).toMatch(/^[0-9a-f]{32}$/)
  expect(entries().at(-1).traceId).not.toBe(traces[0]!.traceId)
})

test('a caller’s traceparent is gone on with; a malformed one is replaced', () => {
  const theirs = '4bf92f3577b34da6a3ce929d0e0e4736'
  const trace = traceFrom(`00-${theirs}-00f067aa0ba902b7-01`)
  expect(trace.traceId).toBe(theirs)
  expect(traceparent(trace)).toMatch(new RegExp(`^00-${theirs}-[0-9a-f]{16}-01$`))
  for (const wrong of ['', 'x', `ff-${theirs}-00f067aa0ba902b7-01`, `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`]) {
    expect(traceFrom(wrong).traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(traceFrom(wrong).traceId).not.toBe(theirs)
  }
  expect(currentTrace()).toBeUndefined()
})

test('no password, token or key reaches the log, wherever it hides', () => {
  const { log, text } = capture()
  log.info({ headers: { authorization: 'Bearer hunter2.a.b', cookie: 'hunter2' }, password: 'hunter2' }, 'request')
  log.info({ request: { headers: { authorization: 'hunter2', 'x-api-key': 'hunter2' } } }, 'deeper')
  log.warn('cannot connect to postgres://me:hunter2@db.example:5432/series')
  log.warn('cannot connect to postgres://db.example/series?user=me&password=hunter2&ssl=true')
  for (const name of ['apiKey', 'api_key', 'token', 'access_token', 'key', 'secret'])
    log.warn({ path: `/graphql?a=1&${name}=hunter2&b=2` }, `asked for /graphql?${name}=hunter2`)
  log.error({ err: new Error('postgresql://me:hunter2@host/db refused; sent Bearer hunter2') })
  expect(text()).not.toContain('hunter2')
  expect(text()).toContain('postgres://me:[secret]@db.example:5432/series')
})

test('a log file is made where it is asked for, one JSON object a line', () => {
  const settings = { dataFolder: mkdtempSync(join(tmpdir(), 'seriema-log-')), logLevel: 'warn', logTo: 'file' } as const
  const log = createLog(settings)
  log.info('too quiet')
  log.warn({ answer: 42 }, 'said')
  const [line, rest] = readFileSync(logFile(settings), 'utf8').split('\n')
  expect(JSON.parse(line!)).toMatchObject({ level: 'warn', msg: 'said', answer: 42 })
  expect(rest).toBe('')
})

test('a line is scrubbed in time that grows with it, whatever it is made of, and is never long', () => {
  const took = (line: string) => {
    const began = performance.now()
    scrub(line)
    return performance.now() - began
  }
  const shapes = ['a', 'a:', '://', 'a://', 'a://b:', '?token=', 'token_', 'Bearer ', '@', '?a&', 'postgres://me:']
  // A square of 400 kB would take minutes; this is a bound for any machine.
  for (const shape of shapes) expect(took(shape.repeat(400_000 / shape.length)), shape).toBeLessThan(2_000)
  const { log, text, entries } = capture()
  log.info({ path: 'x'.repeat(100_000), many: Array.from({ length: 10_000 }, () => 'y'.repeat(50)) }, 'z'.repeat(5_000))
  expect(text().length).toBeLessThan(17_000)
  expect(entries()[0]).toMatchObject({ level: 'info', msg: expect.stringMatching(/^z{1000}…$/) })
})

test('a log that has grown large is set aside while it is written, and goes on without a line lost', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'seriema-log-')), 'logs', 'some.log')
  const stream = openRotating(path, 100)
  for (let i = 0; i < 20; i++) stream.write(`line ${i} of those\n`)
  const lines = `${readFileSync(`${path}.1`, 'utf8')}${readFileSync(path, 'utf8')}`.trim().split('\n')
  expect(lines.at(-1)).toBe('line 19 of those')
  expect(lines).toEqual(Array.from({ length: lines.length }, (_, i) => `line ${20 - lines.length + i} of those`))
  expect(readFileSync(path, 'utf8').length).toBeLessThan(140)
  // The folder is gone with the disk: nobody fails for it.
  rmSync(join(path, '..'), { recursive: true })
  expect(() => Array.from({ length: 20 }, () => stream.write('more of those lines\n'))).not.toThrow()
})
