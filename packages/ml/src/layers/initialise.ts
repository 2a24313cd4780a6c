/** Uniform in [0, 1). */
export type Random = () => number

/** The values a tensor of this many elements starts with. */
export type Initialiser = (count: number, random: Random) => Float32Array

export const zeros: Initialiser = count => new Float32Array(count)
export const ones: Initialiser = count => new Float32Array(count).fill(1)

/** Uniform within ±1/√inputs: what PyTorch gives the weight and the bias of a linear layer. */
export const uniformOver =
  (inputs: number): Initialiser =>
  (count, random) =>
    Float32Array.from({ length: count }, () => (2 * random() - 1) / Math.sqrt(inputs))

/** Standard normal, by Box and Muller: what PyTorch gives an embedding. */
export const standardNormal: Initialiser = (count, random) =>
  Float32Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()))
