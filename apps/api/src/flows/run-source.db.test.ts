import { Fault } from '@seriema/domain/fault'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Source } from '../sources/contract.ts'
import { readPoints } from '../store/point.ts'
import { requireSeries } from '../store/series.ts'
import { startFlows } from './flows-on-test-database.ts'
import type { Ingest, IngestApp } from './ingest.ts'
import type { Commit } from './run-source.ts'
import { runSource } from './run-source.ts'

let flows: Awaited<ReturnType<typeof startFlows>>
beforeAll(async () => {
  flows = await startFlows({ clock: () => Date.UTC(2026, 0, 1) })
  await flows.app.db.sql`create table counting (key text primary key, next int not null)`
})
afterAll(() => flows.close())

interface Count {
  readonly key: string
  /** Called before each batch is handed over. */
  readonly read?: (from: number) => void | Promise<void>
}

const until = 100
const size = 10
const first = Date.UTC(2025, 0, 1)
const instant = (count: number) => first + count * 1_000

/** A source made here: seconds from 0 to 99, ten at a time, each beside its double. */
const counter: Source<Count, number> = {
  kind: 'counter',
  title: 'Counter',
  description: 'Counts in seconds.',
  async *open({ key, read }, cursor) {
    const series = { key, channels: [{ name: 'count' }, { name: 'double' }] }
    for (let from = cursor; from < until; from += size) {
      await read?.(from)
      const counts = Array.from({ length: size }, (_, i) => from + i)
      const raw = { times: counts.map(instant), values: [counts, counts.map(count => 2 * count)] }
      yield { points: [{ key, series, raw }], replace: false, unhurried: false, after: () => from + size }
    }
  },
}

let key = ''
let number = 0
beforeEach(async () => {
  key = `counted_${number++}`
  await flows.app.db.sql`insert into counting values (${key}, 0)`
})

const cursorOf = async (): Promise<number> => {
  const [row] = await flows.app.db.sql<{ next: number }[]>`select next from counting where key = ${key}`
  return row!.next
}
const commit: Commit<number, unknown> = async (tx, { before, after }) => {
  const { sql } = tx
  const moved = await sql`update counting set next = ${after} where key = ${key} and next = ${before} returning 1`
  if (moved.length > 0) return { cursor: after, news: [] }
  return (await cursorOf()) === after ? { cursor: after, news: [] } : null
}

/** A process that starts now: all it knows is what the database says. */
const live = async (ingest: Ingest = flows.app.ingest, read?: Count['read'], stop = new AbortController()) => {
  const app: IngestApp = { ...flows.app, ingest }
  return runSource(app, counter, { key, ...(read && { read }) }, await cursorOf(), commit, stop.signal)
}

const stored = async () => {
  const series = await requireSeries(flows.app.db, key)
  return { series, ...(await readPoints(flows.app.db, series, {})) }
}
const everyCount = Array.from({ length: until }, (_, i) => i)

describe('a run of a source', () => {
  it('stores every point once, whenever its process is killed and opened again from the cursor', async () => {
    const killed = new Error('killed')
    let [calls, ends, newPoints] = [0, 0, 0]
    const deadly: Ingest = async (batches, options) => {
      calls++
      if (calls % 4 === 1) throw killed
      const alongside: typeof options.alongside = async (tx, outcomes) => {
        const news = await options.alongside!(tx, outcomes)
        if (calls % 4 === 2) throw killed
        return news
      }
      const outcomes = await flows.app.ingest(batches, { ...options, alongside })
      newPoints += outcomes[0]!.stored
      if (calls % 4 === 3) throw killed
      return outcomes
    }
    for (let end: unknown = killed; end !== 'exhausted'; ends++)
      end = await live(deadly).catch((error: unknown) => {
        expect(error).toBe(killed)
        return error
      })
    expect(ends).toBeGreaterThan(10)
    const { times, channels } = await stored()
    expect(newPoints).toBe(until)
    expect(Array.from(times, at => (at - first) / 1_000)).toEqual(everyCount)
    expect(channels.map(values => [...values])).toEqual([everyCount, everyCount.map(count => 2 * count)])
  })

  it('goes on where a transaction was committed and the answer lost', async () => {
    let calls = 0
    const deaf: Ingest = async (batches, options) => {
      const outcomes = await flows.app.ingest(batches, options)
      if (calls++ === 2) throw new Fault('UNAVAILABLE', 'the connection broke')
      return outcomes
    }
    expect(await live(deaf)).toBe('exhausted')
    expect([await cursorOf(), (await stored()).times.length, calls]).toEqual([until, until, until / size + 1])
  })

  it('ends at a whole number of batches when it is stopped', async () => {
    const stop = new AbortController()
    const read = (from: number) => {
      if (from === 50) stop.abort()
    }
    expect(await live(undefined, read, stop)).toBe('stopped')
    const { length } = (await stored()).times
    expect([await cursorOf(), length]).toEqual([50, 50])
    expect(await live()).toBe('exhausted')
    expect((await stored()).times.length).toBe(until)
  })

  it('stores nothing of a batch where somebody else moved the cursor', async () => {
    const moving: Ingest = async (batches, options) => {
      if (batches[0]!.raw.times[0] === instant(30))
        await flows.app.db.sql`update counting set next = 7 where key = ${key}`
      return flows.app.ingest(batches, options)
    }
    expect(await live(moving)).toBe('overtaken')
    expect([await cursorOf(), (await stored()).times.length]).toEqual([7, 30])
  })

  it('reads the next batch while one is stored, and no further', async () => {
    const asked: number[] = []
    const free = Promise.withResolvers<void>()
    const slow: Ingest = async (batches, options) => {
      await free.promise
      return flows.app.ingest(batches, options)
    }
    const running = live(slow, from => {
      asked.push(from)
    })
    await vi.waitFor(() => expect(asked).toEqual([0, 10]))
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate)
    expect(asked).toEqual([0, 10])
    free.resolve()
    expect(await running).toBe('exhausted')
  })

  it('throws what the source throws once what it gave before is stored', async () => {
    const read = (from: number) => {
      if (from === 20) throw new Fault('UNREADABLE_FILE', 'the rest is lost')
    }
    await expect(live(undefined, read)).rejects.toThrow('the rest is lost')
    expect([await cursorOf(), (await stored()).times.length]).toEqual([20, 20])
  })

  it('puts the columns a source names into the channels of a series that is there, and refuses others', async () => {
    const only = (names: readonly string[]): Source<null, number> => ({
      ...counter,
      async *open(_settings, cursor) {
        if (cursor === 1) return
        const raw = { times: [instant(1)], values: names.map((_, i) => [i]) }
        const series = { key, channels: names.map(name => ({ name })) }
        yield { points: [{ key, series, raw }], replace: false, unhurried: false, after: () => 1 }
      },
    })
    await live()
    const run = (names: readonly string[]) => {
      const stop = new AbortController()
      const unkept: Commit<number, unknown> = async (_tx, { after }) => ({ cursor: after, news: [] })
      return runSource(flows.app, only(names), null, 0, unkept, stop.signal)
    }
    await expect(run(['double', 'triple'])).rejects.toThrow(/no channel triple; it has count, double/)
    expect(await run(['double', 'count'])).toBe('exhausted')
    expect(await run(['double'])).toBe('exhausted')
  })
})
