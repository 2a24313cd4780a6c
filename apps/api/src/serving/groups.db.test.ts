import { kindSpeaks } from '@seriema/domain/deployment'
import { pino } from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startDatabase } from '../../../../test/database.ts'
import { parseConfig } from '../config.ts'
import { openCore } from '../core.ts'
import { transaction } from '../store/database.ts'
import { assign } from '../store/deployment.ts'
import { createGroup } from '../store/group.ts'
import { followGroups } from './groups.ts'

test('who speaks for a group is heard with the commit, without a look at the clock', async () => {
  const { url, drop } = await startDatabase()
  onTestFinished(drop)
  const log = pino({ level: 'silent' })
  const { core, close } = await openCore({ ...parseConfig({}), databaseUrl: url }, log)
  onTestFinished(close)
  const never = 2_000_000_000
  const groups = await followGroups({ db: core.db, databaseUrl: url, log, onDeployed: () => {}, every: never })
  onTestFinished(groups.close)
  const member = { attributes: [{ name: 'plant', value: 'north' }] }
  const conditions = [{ attribute: 'plant', values: ['north'] }]
  const group = await createGroup(core.db, { name: 'north', description: null, conditions }, core.clock())
  // Listening has begun once it is heard of: what came before then is read when it does.
  for (const kind of ['robust', 'zscore']) {
    const assignment = {
      scope: { groupId: group.id },
      role: 'watch',
      slot: 'active',
      speaker: kindSpeaks(kind),
      share: 1,
      reason: 'tried',
      automatic: false,
      by: null,
    } as const
    await transaction(core.db, tx => assign(tx, assignment, core.clock()))
    await vi.waitFor(() => expect(groups.of(member, 'watch')).toMatchObject({ deployments: [{ speaker: { kind } }] }), {
      timeout: 10_000,
    })
  }
})
