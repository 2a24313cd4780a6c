import type { Page } from 'playwright'

/** What people do on their way in more than one test. */

/** Any file, from a page that offers it; the dialog stays open. */
export async function importFile(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Import CSV' }).first().click()
  await page.setInputFiles('input[type=file]', path)
  await page.getByText('First rows as they will be stored').waitFor()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByText('is imported').waitFor({ timeout: 90_000 })
}

type Role = 'Who forecasts' | 'Who watches'

/** Where a series or group says who has a role. */
export const rolePanel = (page: Page, role: Role) => page.getByRole('region', { name: role })

/** `version` is what its option begins with or is called. */
export async function deploy(
  page: Page,
  role: Role,
  version: RegExp | string,
  stage: string,
  reason: string,
): Promise<void> {
  await rolePanel(page, role)
    .getByRole('button', { name: `${role}: Deploy` })
    .click()
  const dialog = page.getByRole('dialog', { name: `Deploy ${role.toLowerCase()}` })
  const option = dialog.getByRole('option', { name: version }).first()
  await option.waitFor({ state: 'attached' })
  await dialog.getByLabel('Who').selectOption((await option.getAttribute('value'))!)
  await dialog.getByRole('button', { name: stage }).click()
  await dialog.getByLabel('Why, for the timeline').fill(reason)
  await dialog.getByRole('button', { name: 'Deploy', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}
