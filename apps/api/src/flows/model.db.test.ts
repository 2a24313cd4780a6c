import { Fault } from '@seriema/domain/fault'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findModels } from '../store/model.ts'
import { deploy, endDeployment } from './deploy.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { createGroup, createModel, deleteGroup } from './model.ts'

let flows: Awaited<ReturnType<typeof startFlows>>
let app: FlowApp

beforeAll(async () => {
  flows = await startFlows({ clock: () => Date.UTC(2026, 0, 1) })
  app = flows.app
})
afterAll(() => flows.close())

const group = (name: string) => createGroup(app, { name, conditions: [{ attribute: 'plant', values: [name] }] })
const codeOf = (ending: PromiseSettledResult<unknown>) =>
  ending.status === 'fulfilled' ? null : ending.reason instanceof Fault ? ending.reason.code : String(ending.reason)

test('a group that somebody was chosen to speak for is not deleted before that has ended', async () => {
  await group('spoken')
  const deployment = { scope: { group: 'spoken' }, role: 'watch' } as const
  await deploy(app, { ...deployment, kind: 'robust' })
  await expect(deleteGroup(app, 'spoken')).rejects.toMatchObject({ code: 'GROUP_IN_USE' })
  await endDeployment(app, { ...deployment, slot: 'active' })
  await expect(deleteGroup(app, 'spoken')).resolves.toMatchObject({ name: 'spoken' })
})

test('a model made while its group is deleted is either there with its group, or was refused', async () => {
  for (let i = 0; i < 40; i++) {
    const name = `raced_${i}`
    await group(name)
    const [made, deleted] = await Promise.allSettled([
      createModel(app, { name, kind: 'ridge', scope: { group: name } }),
      deleteGroup(app, name),
    ])
    if (made.status === 'fulfilled') {
      expect(codeOf(deleted)).toBe('GROUP_IN_USE')
      expect(await findModels(app.db, [made.value.model.id])).toHaveLength(1)
    } else expect([codeOf(made), codeOf(deleted)]).toEqual(['GROUP_NOT_FOUND', null])
  }
})
