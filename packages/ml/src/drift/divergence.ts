/** How far one distribution is from another, in nats; 0 where they are the same. */
export interface Divergence {
  /** Population stability index, Σ (q − p) ln(q / p): the same whichever comes first. */
  readonly psi: number
  /** Kullback–Leibler divergence of what is from what was, Σ q ln(q / p). */
  readonly kl: number
}

/** What is added to each count, so that an empty bin gives no infinity (Krichevsky & Trofimov 1981: the Jeffreys prior). */
const pseudocount = 0.5

/**
 * Between two histograms of the same bins. PSI is as Siddiqi (2006) has it, the symmetric divergence of Jeffreys (1946); of
 * two normal distributions a shift apart, bins fine, it is (shift / standard deviation)².
 *
 * @param was counts of the reference
 * @param is counts of what is held against it
 */
export function divergence(was: readonly number[], is: readonly number[]): Divergence {
  const [before, now] = [total(was), total(is)]
  let [psi, kl] = [0, 0]
  for (let i = 0; i < was.length; i++) {
    const p = (was[i]! + pseudocount) / before
    const q = (is[i]! + pseudocount) / now
    psi += (q - p) * Math.log(q / p)
    kl += q * Math.log(q / p)
  }
  return { psi, kl: Math.max(0, kl) }
}

const total = (counts: readonly number[]): number =>
  counts.reduce((sum, count) => sum + count, 0) + pseudocount * counts.length
