import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright'

/** What axe finds against the accessibility of a page, with what would mend it. */
export async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.flatMap(it => it.nodes.map(node => `${it.id}: ${node.failureSummary} ${node.html}`))
}

/** Keeps the whole page as a picture for people to look at, where `SCREENSHOTS` names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
