import { Fault } from '@seriema/domain/fault'
import proto from 'onnx-proto'

/** What an ONNX file says about itself. */
export interface ModelProto {
  readonly metadata: Readonly<Record<string, string>>
  /** Names, in order. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

/** Reads what is around the nodes. Throws Fault UNREADABLE_FILE where it is no ONNX model. */
export function readModelProto(file: Uint8Array): ModelProto {
  try {
    const { irVersion, graph, metadataProps } = proto.onnx.ModelProto.decode(file)
    if (Number(irVersion) < 1 || !graph?.output || graph.output.length === 0) throw new Error('it holds no graph')
    const names = (values: readonly { name?: string | null }[] | null | undefined) =>
      values?.map(({ name }) => name ?? '') ?? []
    const pairs = metadataProps?.map(({ key, value }) => [key ?? '', value ?? ''] as const) ?? []
    return { metadata: Object.fromEntries(pairs), inputs: names(graph.input), outputs: names(graph.output) }
  } catch (error) {
    throw new Fault('UNREADABLE_FILE', `this is no ONNX model: ${(error as Error).message}`)
  }
}
