import type { Feed } from '../runtime/session.ts'

/** The mean loss of so many samples that lie together in time. */
export interface BlockLoss {
  readonly count: number
  readonly loss: number
}

/** The loss of each block of samples, one block after the other. `lossOf` gives the mean of a block. */
export async function blockLosses(
  blocks: Iterable<Uint32Array>,
  lossOf: (block: Uint32Array) => Promise<Feed>,
): Promise<readonly BlockLoss[]> {
  const losses: BlockLoss[] = []
  for (const block of blocks) {
    const { values } = await lossOf(block)
    losses.push({ count: block.length, loss: values[0] as number })
  }
  return losses
}

/** Over all samples. */
export const meanLoss = (blocks: readonly BlockLoss[]): number =>
  blocks.reduce((sum, { count, loss }) => sum + count * loss, 0) / countOf(blocks)

export const countOf = (blocks: readonly BlockLoss[]): number => blocks.reduce((sum, { count }) => sum + count, 0)
