import { downloadFile, modelInfo, pathsInfo } from '@huggingface/hub'
import { Fault } from '@seriema/domain/fault'
import { type Expected, isCommit } from './cache.ts'
import { isDigest } from './digest.ts'
import { openLine } from './line.ts'
import { type HubModel, showHubModel } from './model.ts'
import type { HubSettings } from './settings.ts'

/** The hub, asked about one model. */
export interface Hub {
  /** The commit its revision stands for now. */
  commit(): Promise<string>
  /** What the hub has of these files at a commit. Throws Fault MODEL_NOT_FOUND naming those it lacks. */
  files(commit: string, paths: readonly string[]): Promise<readonly Expected[]>
  content(commit: string, path: string): AsyncIterable<Uint8Array>
  close(): void
}

/**
 * Every call throws a Fault: MODEL_NOT_FOUND, INVALID_VERSION, ACCESS_DENIED, TOO_MANY_REQUESTS, TIMED_OUT after
 * `patience` milliseconds of silence, UNAVAILABLE where it cannot be reached or fails.
 */
export function openHub(model: HubModel, settings: HubSettings, patience: number): Hub {
  const line = openLine(model, settings, patience)
  const repo = { type: 'model', name: model.name } as const
  const credentials = settings.token === null ? {} : { accessToken: settings.token }
  const asked = { hubUrl: settings.endpoint, fetch: line.fetch, ...credentials }
  const explained = <T>(answer: Promise<T>): Promise<T> =>
    answer.catch(error => {
      throw line.explain(error)
    })
  return {
    async commit() {
      const info = modelInfo({ ...asked, name: model.name, revision: model.revision, additionalFields: ['sha'] })
      const { sha } = await explained(info)
      if (!isCommit(sha)) throw line.explain(new Error('it names no commit'))
      return sha
    },
    async files(commit, paths) {
      const found = await explained(pathsInfo({ ...asked, repo, revision: commit, paths: [...paths] }))
      const files = found.map(({ path, size, oid, lfs }) => ({
        path,
        size: lfs?.size ?? size,
        digest: lfs?.oid ?? oid,
      }))
      const missing = paths.filter(path => !files.some(file => file.path === path))
      if (missing.length > 0) {
        const words = `${showHubModel(model)} has no ${missing.join(' and no ')}; a model has ${paths.join(' and ')}`
        throw new Fault('MODEL_NOT_FOUND', words)
      }
      return paths.map(path => {
        const { size, digest } = files.find(file => file.path === path)!
        if (!isDigest(digest) || !Number.isSafeInteger(size)) throw line.explain(new Error(`no checksum of ${path}`))
        return { path, size, digest }
      })
    },
    async *content(commit, path) {
      try {
        const blob = await downloadFile({ ...asked, repo, revision: commit, path, xet: false })
        if (blob === null) throw new Error(`${path} is gone`)
        for await (const chunk of blob.stream()) yield chunk
      } catch (error) {
        throw line.explain(error)
      }
    },
    close: () => line.close(),
  }
}
