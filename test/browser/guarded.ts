import { freePort } from '@seriema/api/start/ports'
import type { Grant } from '@seriema/domain/access'
import type { BrowserContextOptions, Page } from 'playwright'
import { request, startProduct, type TestDashboard } from './dashboard.ts'

/** A dashboard before an API that asks everybody who they are. */
export interface Guarded {
  readonly product: TestDashboard
  /** Runs an operation as somebody who may do everything. */
  readonly ask: <Data>(query: string, variables?: object) => Promise<Data>
  /** A page at `path`, once somebody with these grants has signed in there. */
  readonly openAs: (grants: readonly Grant[], path: string, options?: BrowserContextOptions) => Promise<Page>
}

export const all = (role: Grant['role']): Grant => ({ role, only: null })

export async function startGuarded(): Promise<Guarded> {
  const product = await startProduct({
    access: 'on',
    apiPort: await freePort(),
    webPort: await freePort(),
    secret: 's'.repeat(32),
  })
  const issue = async (name: string, grants: readonly Grant[]) =>
    (await product.api.app.access.keys.issue({ name, grants, expiresAt: null }, 'test')).secret
  const key = await issue('Test', [all('admin')])
  return {
    product,
    ask: (query, variables) => request(product.api, query, variables, key),
    async openAs(grants, path, options) {
      const page = await product.open(path, options)
      await page.getByLabel('API key').fill(await issue('Somebody', grants))
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Somebody' }).waitFor()
      return page
    },
  }
}
