import proto from 'onnx-proto'
import { graphProto } from './graph-proto.ts'
import type { Tensor } from './tensor.ts'

/** The operator set every graph is written in: the first with Gelu. */
export const opset = 20
const irVersion = 9

export interface EncodeOptions {
  /** What a run is fed with, where their order matters or not all are used; those that are used otherwise. */
  readonly inputs?: readonly Tensor[]
  /** What a run returns, by name. */
  readonly outputs: Readonly<Record<string, Tensor>>
  /** Values for the parameters, by name. A parameter without values becomes an input of the run. */
  readonly parameters?: ReadonlyMap<string, Float32Array>
  /** Written into the file, for whoever reads it. */
  readonly metadata?: Readonly<Record<string, string>>
}

/** The graph behind the outputs, as an ONNX file. The same graph always gives the same bytes. */
export function encode({ inputs = [], outputs, parameters = new Map(), metadata = {} }: EncodeOptions): Uint8Array {
  return proto.onnx.ModelProto.encode({
    irVersion,
    opsetImport: [{ domain: '', version: opset }],
    producerName: 'seriema',
    graph: { name: 'seriema', ...graphProto({ inputs, outputs }, parameters) },
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  }).finish()
}
