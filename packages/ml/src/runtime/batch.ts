/** Runs many items at once; the results in the order of the items. */
export type RunBatch<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>

interface Call<Result> {
  readonly results: Result[]
  missing: number
  settled: boolean
  resolve(results: readonly Result[]): void
  reject(reason: unknown): void
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly call: Call<Result>
  readonly place: number
}

/**
 * Shares runs between calls. Calls that arrive in one turn of the event loop, or while a run is under way, go into one
 * batch of at most `largest` items, first come first served; a call with more items is spread over several. Each call
 * gets the results of its own items, in their order. When a batch of several calls fails, each of them is run once more
 * alone, so that a call fails only by its own items.
 */
export function batched<Item, Result>(run: RunBatch<Item, Result>, largest: number): RunBatch<Item, Result> {
  const queue: Waiting<Item, Result>[] = []
  let draining = false

  const runChecked = async (waiting: readonly Waiting<Item, Result>[]): Promise<void> => {
    const results = await run(waiting.map(({ item }) => item))
    if (results.length !== waiting.length) throw new Error(`${waiting.length} items gave ${results.length} results`)
    waiting.forEach(({ call, place }, i) => {
      call.results[place] = results[i] as Result
      call.missing--
      if (call.missing === 0) settle(call, () => call.resolve(call.results))
    })
  }

  const runAlone = async (waiting: readonly Waiting<Item, Result>[], call: Call<Result>): Promise<void> => {
    try {
      await runChecked(waiting.filter(one => one.call === call))
    } catch (reason) {
      settle(call, () => call.reject(reason))
    }
  }

  const drain = async (): Promise<void> => {
    await new Promise<void>(resolve => setImmediate(resolve))
    while (queue.length > 0) {
      const waiting = queue.splice(0, largest).filter(({ call }) => !call.settled)
      const calls = new Set(waiting.map(({ call }) => call))
      if (calls.size === 0) continue
      try {
        await runChecked(waiting)
      } catch (reason) {
        const [only] = calls
        if (calls.size === 1 && only) settle(only, () => only.reject(reason))
        else for (const call of calls) await runAlone(waiting, call)
      }
    }
    draining = false
  }

  return items =>
    new Promise((resolve, reject) => {
      if (items.length === 0) return resolve([])
      const call: Call<Result> = { results: [], missing: items.length, settled: false, resolve, reject }
      items.forEach((item, place) => {
        queue.push({ item, call, place })
      })
      if (draining) return
      draining = true
      void drain()
    })
}

function settle<Result>(call: Call<Result>, outcome: () => void): void {
  if (call.settled) return
  call.settled = true
  outcome()
}
