import proto, { type onnx } from 'onnx-proto'
import { inOrder } from './order.ts'
import { show, size } from './shape.ts'
import { inlined } from './substitute.ts'
import type { Attribute, ElementType, Source, Subgraph, Tensor, Values } from './tensor.ts'

const { AttributeType } = proto.onnx.AttributeProto
const { DataType } = proto.onnx.TensorProto
const dataTypes: Record<ElementType, number> = {
  float32: DataType.FLOAT,
  float64: DataType.DOUBLE,
  int64: DataType.INT64,
  bool: DataType.BOOL,
}

type Parameters = ReadonlyMap<string, Float32Array>

/**
 * A graph as ONNX writes it down. Names of its own begin with `prefix`: those of a subgraph have to differ from those
 * around it. `inputs` come first and in this order, used or not.
 */
export function graphProto(
  { inputs, outputs: written }: Subgraph,
  parameters: Parameters,
  prefix = '',
): Required<Pick<onnx.IGraphProto, 'node' | 'initializer' | 'input' | 'output'>> {
  const made = inlined(Object.values(written))
  const outputs = Object.fromEntries(Object.keys(written).map((name, i) => [name, made[i]!]))
  const names = new Map<Source, string>()
  const constants = new Map<string, string>()
  const graph = { node: [], initializer: [], input: [], output: [] } as {
    node: onnx.INodeProto[]
    initializer: onnx.ITensorProto[]
    input: onnx.IValueInfoProto[]
    output: onnx.IValueInfoProto[]
  }
  for (const tensor of inputs) {
    if (tensor.source.kind !== 'input') throw new Error(`a graph has no input made by ${tensor.source.kind}`)
    names.set(tensor.source, tensor.source.name)
    graph.input.push(valueInfo(tensor.source.name, tensor))
  }
  const order = inOrder(Object.values(outputs))
  const called = namesOfOutputs(outputs)
  const used = new Map<Source, number>()
  for (const tensor of order) used.set(tensor.source, Math.max(used.get(tensor.source) ?? 0, tensor.output))

  const nameOf = (tensor: Tensor): string => {
    const name = names.get(tensor.source)
    if (name === undefined) throw new Error(`${tensor.source.kind} was not reached`)
    return tensor.output === 0 ? name : `${name}.${tensor.output}`
  }

  for (const tensor of order) {
    const { source } = tensor
    if (names.has(source)) continue
    if (source.kind === 'application') {
      const name = called.get(source) ?? `${prefix}${source.operator.name}_${graph.node.length}`
      names.set(source, name)
      const last = used.get(source) ?? 0
      graph.node.push({
        name,
        opType: source.operator.name,
        input: source.inputs.map(nameOf),
        output: Array.from({ length: last + 1 }, (_, i) => (i === 0 ? name : `${name}.${i}`)),
        attribute: Object.entries(source.attributes).map(([key, value]) => attribute(key, value, parameters, name)),
      })
    } else if (source.kind === 'constant') {
      const key = source.values.length <= 8 ? `${tensor.type} ${show(tensor.shape)} ${source.values.join()}` : ''
      const known = key === '' ? undefined : constants.get(key)
      const name = known ?? `${prefix}constant_${graph.initializer.length}`
      names.set(source, name)
      if (known !== undefined) continue
      if (key !== '') constants.set(key, name)
      graph.initializer.push(tensorProto(name, tensor, source.values))
    } else {
      names.set(source, source.name)
      const values = source.kind === 'parameter' ? parameters.get(source.name) : undefined
      if (values === undefined) graph.input.push(valueInfo(source.name, tensor))
      else graph.initializer.push(tensorProto(source.name, tensor, values))
    }
  }
  for (const [name, tensor] of Object.entries(outputs)) {
    const made = nameOf(tensor)
    if (made !== name)
      graph.node.push({ name: `${prefix}output ${name}`, opType: 'Identity', input: [made], output: [name] })
    graph.output.push(valueInfo(name, tensor))
  }
  return graph
}

/**
 * What makes an output has its name, so that nothing is copied. An output that is an input, or that has another name
 * already, is passed on by a node of its own.
 */
function namesOfOutputs(outputs: Readonly<Record<string, Tensor>>): Map<Source, string> {
  const called = new Map<Source, string>()
  for (const [name, { source, output }] of Object.entries(outputs)) {
    if (source.kind === 'application' && output === 0 && !called.has(source)) called.set(source, name)
  }
  return called
}

function attribute(name: string, value: Attribute, parameters: Parameters, within: string): onnx.IAttributeProto {
  if ('int' in value) return { name, type: AttributeType.INT, i: value.int }
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float }
  if ('ints' in value) return { name, type: AttributeType.INTS, ints: [...value.ints] }
  if ('graph' in value) {
    const g = { name: within, ...graphProto(value.graph, parameters, `${within}.`) }
    return { name, type: AttributeType.GRAPH, g }
  }
  return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value.text) }
}

function tensorProto(name: string, { type, shape }: Tensor, values: Values): onnx.ITensorProto {
  if (size(shape) !== values.length) throw new Error(`${name}: ${values.length} values do not fill ${show(shape)}`)
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return { name, dataType: dataTypes[type], dims: [...shape] as number[], rawData }
}

const valueInfo = (name: string, { type, shape }: Tensor): onnx.IValueInfoProto => ({
  name,
  type: {
    tensorType: {
      elemType: dataTypes[type],
      shape: { dim: shape.map(dim => (typeof dim === 'number' ? { dimValue: dim } : { dimParam: dim })) },
    },
  },
})
