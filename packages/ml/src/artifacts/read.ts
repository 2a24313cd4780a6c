import { Fault } from '@seriema/domain/fault'
import { readModelProto } from '../graph/decode.ts'
import type { ArtifactDescription } from './description.ts'
import { fromMetadata } from './metadata.ts'

/**
 * What an artifact says about itself; nothing of it is run. Throws Fault UNREADABLE_FILE for a file that is no ONNX model
 * or whose metadata is damaged, UNSUPPORTED_MODEL for one that Seriema did not write, or wrote in a later format.
 */
export function readArtifact(file: Uint8Array): ArtifactDescription {
  const { metadata, inputs, outputs } = readModelProto(file)
  const description = fromMetadata(metadata)
  const same = (words: Readonly<Record<string, string>>, names: readonly string[]) =>
    Object.keys(words).toSorted().join() === names.toSorted().join()
  if (!same(description.inputs, inputs) || !same(description.outputs, outputs)) {
    throw new Fault('UNREADABLE_FILE', 'the artifact is damaged: it describes other inputs or outputs than it has')
  }
  return description
}
