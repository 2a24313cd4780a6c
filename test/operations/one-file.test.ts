import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../database.ts'
import { temporaryFolder } from '../folder.ts'
import { members, proof } from './added-members.ts'

const root = resolve(import.meta.dirname, '../..')
const packages = { domain: 'packages/domain', ml: 'packages/ml', api: 'apps/api' }

/** The sources as they are, resolving each other in `folder` and everything else where it is installed. */
function copySources(folder: string): void {
  for (const path of ['tsconfig.base.json', 'drizzle', 'package.json'])
    cpSync(join(root, path), join(folder, path), { recursive: true })
  for (const path of Object.values(packages)) {
    mkdirSync(join(folder, path, 'node_modules/@seriema'), { recursive: true })
    cpSync(join(root, path, 'package.json'), join(folder, path, 'package.json'))
    cpSync(join(root, path, 'src'), join(folder, path, 'src'), {
      recursive: true,
      filter: from => !/\.test\.ts$|on-test-database/.test(from),
    })
    for (const [name, own] of Object.entries(packages))
      symlinkSync(join(folder, own), join(folder, path, 'node_modules/@seriema', name))
    const installed = join(root, path, 'node_modules')
    const link = (name: string) => symlinkSync(join(installed, name), join(folder, path, 'node_modules', name))
    for (const name of readdirSync(installed)) {
      if (!name.startsWith('@')) link(name)
      else if (name !== '@seriema') link(name)
    }
  }
  symlinkSync(join(root, 'packages/ml/pretrained'), join(folder, 'packages/ml/pretrained'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
}

test('a forecaster, a detector, an event kind, a source and a notifier are each added by one file and one line', async () => {
  const folder = await temporaryFolder()
  const database = await startDatabase()
  onTestFinished(database.drop)
  copySources(folder)
  for (const { file, text, registry, line, name } of members) {
    writeFileSync(join(folder, file), text)
    const before = readFileSync(join(folder, registry), 'utf8')
    expect(before).toContain(line[0])
    const from = `./${file.split('/').at(-1)}`
    writeFileSync(join(folder, registry), `import { ${name} } from '${from}'\n${before.replace(line[0], line[1])}`)
  }
  writeFileSync(join(folder, 'apps/api/proof.ts'), proof)
  const config = {
    extends: './tsconfig.base.json',
    compilerOptions: { noEmit: true },
    include: ['apps/api/proof.ts', 'apps/api/src', 'packages/*/src'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))

  const checked = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
    encoding: 'utf8',
    cwd: folder,
  })
  expect(checked.stdout).toBe('')
  const run = spawnSync(process.execPath, [join(folder, 'apps/api/proof.ts')], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: database.url },
    cwd: folder,
  })
  expect(run.stderr).toBe('')
  const said = JSON.parse(run.stdout)
  expect(said).toMatchObject({
    anomalies: [{ value: 900, detector: 'ceiling' }],
    forecast: ['half-way', 4, 4],
    bell: ['bell', 3],
    countdown: ['exhausted', 4, 3, 2, 1],
    pigeon: 'This is a test of the coop',
  })
  expect(said.enums).toContain('HALF_WAY')
  expect(said.enums).toContain('CEILING')
  expect(said.enums).toContain('PIGEON')
}, 180_000)
