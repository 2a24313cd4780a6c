import { Fault } from '@seriema/domain/fault'
import type { PageRequest } from '@seriema/domain/page'
import { text } from '@seriema/domain/series'
import { defineTags, versionName } from '@seriema/domain/version'
import type { Core } from '../core.ts'
import { transaction } from '../store/database.ts'
import type { Page } from '../store/page.ts'
import {
  holdVersions,
  listVersions,
  requireVersion,
  updateVersion,
  type Version,
  type VersionFilter,
  type VersionOrder,
} from '../store/version.ts'
import { resolveScope, type ScopeDraft } from './model.ts'

/** The registry. Throws CURSOR_INVALID, INVALID_INPUT, SERIES_NOT_FOUND, GROUP_NOT_FOUND. */
export async function versionsBy(
  app: Pick<Core, 'reads'>,
  { scope, ...filter }: Omit<VersionFilter, 'scope'> & { readonly scope?: ScopeDraft | null | undefined },
  page: PageRequest,
  orderBy?: VersionOrder,
): Promise<Page<Version>> {
  const resolved = scope == null ? null : await resolveScope(app.reads, scope)
  return listVersions(app.reads, { ...filter, scope: resolved }, page, orderBy)
}

/** Only what `changes` names changes. Throws INVALID_VERSION, and INVALID_INPUT where a deployed one is to be archived. */
export const changeVersion = (
  app: Pick<Core, 'db' | 'clock'>,
  id: number,
  {
    tags,
    note,
    archived,
  }: {
    readonly tags?: readonly string[] | null | undefined
    readonly note?: string | null | undefined
    readonly archived?: boolean | null | undefined
  },
): Promise<Version> =>
  transaction(app.db, async tx => {
    if (archived != null) await holdVersions(tx, [id])
    const version = await requireVersion(tx, id)
    if (archived === true && version.deployed)
      throw new Fault(
        'INVALID_INPUT',
        `${versionName(version.number)} is deployed: let another speak before it is put away`,
      )
    return updateVersion(tx, id, {
      ...(tags != null && { tags: defineTags(tags) }),
      ...(note !== undefined && { note: text('note', note) }),
      ...(archived != null && { archivedAt: archived ? (version.archivedAt ?? app.clock()) : null }),
    })
  })
