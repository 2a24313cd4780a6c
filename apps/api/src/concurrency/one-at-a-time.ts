/** Runs work when all that was handed in before is done, whatever became of that. */
export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>

/** What is in no hurry stands in one line: however much there is of it, others share the process with one such work. */
export function createOneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const result = last.then(work)
    last = result.catch(() => {})
    return result
  }
}
