import { file } from './file.ts'
import { generator } from './generator.ts'

/** Every kind of source. A further one is a file and a line here. */
export const sources = [generator, file] as const

export type SourceKind = (typeof sources)[number]['kind']
