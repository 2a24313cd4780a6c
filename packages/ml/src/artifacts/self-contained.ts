import { Fault } from '@seriema/domain/fault'
import proto from 'onnx-proto'

type Graph = proto.onnx.IGraphProto
type Tensor = proto.onnx.ITensorProto

const external = proto.onnx.TensorProto.DataLocation.EXTERNAL
const standard = (domain: string | null | undefined): boolean => !domain || domain === 'ai.onnx'

/**
 * Throws Fault UNSUPPORTED_MODEL for an ONNX file that reaches outside of itself, or is made of other than ONNX's own
 * operators: weights in other files, operators of others, functions of its own. UNREADABLE_FILE where it is no ONNX model.
 */
export function requireSelfContained(file: Uint8Array): void {
  const { graph, opsetImport, functions, trainingInfo } = decoded(file)
  if (!(opsetImport ?? []).every(({ domain }) => standard(domain))) throw refused('it imports operators of others')
  if ((functions ?? []).length > 0) throw refused('it has functions of its own')
  if ((trainingInfo ?? []).length > 0) throw refused('it trains')
  if (graph) checkGraph(graph)
}

function decoded(file: Uint8Array): proto.onnx.ModelProto {
  try {
    return proto.onnx.ModelProto.decode(file)
  } catch (error) {
    throw new Fault('UNREADABLE_FILE', `this is no ONNX model: ${(error as Error).message}`)
  }
}

function checkGraph({ initializer, sparseInitializer, node }: Graph): void {
  for (const tensor of initializer ?? []) checkTensor(tensor)
  for (const { values, indices } of sparseInitializer ?? []) [values, indices].forEach(checkTensor)
  for (const { domain, opType, attribute } of node ?? []) {
    if (!standard(domain)) throw refused(`${opType} is no operator of ONNX itself`)
    for (const { t, tensors, g, graphs, sparseTensor } of attribute ?? []) {
      for (const tensor of [t, ...(tensors ?? []), sparseTensor?.values, sparseTensor?.indices]) checkTensor(tensor)
      for (const inner of [...(g ? [g] : []), ...(graphs ?? [])]) checkGraph(inner)
    }
  }
}

function checkTensor(tensor: Tensor | null | undefined): void {
  if (tensor?.dataLocation === external || (tensor?.externalData ?? []).length > 0)
    throw refused('its weights are in another file')
}

const refused = (why: string): Fault => new Fault('UNSUPPORTED_MODEL', `this ONNX file cannot be taken over: ${why}`)
