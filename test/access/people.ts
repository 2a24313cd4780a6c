import type { AccessRole, Grant } from '@seriema/domain/access'
import type { TestApi } from '../harness.ts'

/** Headers of somebody with these grants, by a key made for them. */
export async function someone(
  { app }: Pick<TestApi, 'app'>,
  grants: readonly Grant[],
  expiresAt: number | null = null,
) {
  const { key, secret } = await app.access.keys.issue({ name: 'somebody', grants, expiresAt }, 'a test')
  return { id: key.id, secret, headers: { 'x-api-key': secret } }
}

export const everywhere = (role: AccessRole): readonly Grant[] => [{ role, only: null }]
export const inRegion = (role: AccessRole, region: string): readonly Grant[] => [
  { role, only: [{ key: null, attributes: [{ name: 'region', value: region }] }] },
]
