import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const applications = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/** The browser to test with: CHROMIUM_PATH, else Playwright's own where it was installed, else the system's. */
export function findChromium(): string {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap(folder => names.map(name => join(folder, name)))
  const candidates = [process.env.CHROMIUM_PATH, chromium.executablePath(), ...onPath, ...applications]
  const found = candidates.find(path => path !== undefined && path !== '' && existsSync(path))
  if (found !== undefined) return found
  throw new Error('no Chromium here: install one (apt-get install chromium), or set CHROMIUM_PATH')
}
