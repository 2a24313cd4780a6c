import { Fault } from '@seriema/domain/fault'

/** No graph runs this long, in milliseconds: a thread that is later than this will not come. */
const longestWait = 60_000

/** Where threads wait for one another: memory that they share, and how many they are. */
export interface Barrier {
  readonly words: Int32Array
  readonly threads: number
}

const Word = { arrived: 0, round: 1, failed: 2 } as const

export const barrierOf = (threads: number): Barrier => ({
  words: new Int32Array(new SharedArrayBuffer(Object.keys(Word).length * Int32Array.BYTES_PER_ELEMENT)),
  threads,
})

/**
 * Holds each thread back until all of them are there; to be passed as often as one likes. It blocks: for threads that
 * are done at about the same time. Throws Fault UNAVAILABLE when one does not come.
 */
export function passBarrier({ words, threads }: Barrier): void {
  const now = Atomics.load(words, Word.round)
  if (Atomics.add(words, Word.arrived, 1) + 1 < threads) {
    awaitRoundAfter(words, now)
    return
  }
  Atomics.store(words, Word.arrived, 0)
  Atomics.add(words, Word.round, 1)
  Atomics.notify(words, Word.round)
}

/**
 * Being woken is no proof: whoever came last may be held up between the count and the call, so that its call reaches
 * a thread that waits for the round after already.
 */
function awaitRoundAfter(words: Int32Array, round: number): void {
  const latest = performance.now() + longestWait
  while (Atomics.load(words, Word.round) === round) {
    const left = latest - performance.now()
    if (left <= 0) throw new Fault('UNAVAILABLE', 'a thread that shares the work does not answer; begin again')
    Atomics.wait(words, Word.round, round, left)
  }
}

/** Lets all threads know, before they pass the next time, that one could not do its part. */
export const fail = ({ words }: Barrier): void => {
  Atomics.store(words, Word.failed, 1)
}

export const hasFailed = ({ words }: Barrier): boolean => Atomics.load(words, Word.failed) !== 0
