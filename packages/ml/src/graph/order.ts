import type { Tensor } from './tensor.ts'

/** Every tensor the outputs rest on, each after what it is made of. Deep graphs do not exhaust the stack. */
export function inOrder(outputs: readonly Tensor[]): Tensor[] {
  const done = new Set<Tensor>()
  const open = new Set<Tensor>()
  const stack = [...outputs].reverse()
  for (let tensor = stack.at(-1); tensor !== undefined; tensor = stack.at(-1)) {
    const inputs = tensor.source.kind === 'application' ? tensor.source.inputs : []
    if (open.has(tensor) || inputs.length === 0 || done.has(tensor)) {
      stack.pop()
      done.add(tensor)
    } else {
      open.add(tensor)
      for (const made of inputs.toReversed()) if (!done.has(made)) stack.push(made)
    }
  }
  return [...done]
}
