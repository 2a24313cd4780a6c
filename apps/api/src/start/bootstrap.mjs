/**
 * What `npm start` runs, on whatever Node from version 20 on is there: installs what pnpm-lock.yaml names, then hands
 * over to start.ts on the pinned Node that came with it. Plain JavaScript, for an older Node reads nothing else.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..')
const stampFile = join(root, 'node_modules/.seriema-installed')

if (Number.parseInt(process.versions.node, 10) < 20) {
  end(`Seriema needs Node 20 or newer to start, and this is ${process.version}.`)
}
process.chdir(root)
await installOnce()
start(findNode())

/** Skipped while the lock file is the one installed: a second start needs neither time nor network for it. */
async function installOnce() {
  const lock = createHash('sha256').update(readFileSync('pnpm-lock.yaml')).update(process.platform).update(process.arch)
  const wanted = lock.digest('hex')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  const began = performance.now()
  console.log('\n  Installing dependencies; a minute or two, the first time only …')
  const arguments_ = ['--yes', 'pnpm@12.21.0', 'install', '--frozen-lockfile']
  const { code, said } = await run('npx', arguments_)
  if (code !== 0) end(`${said.trim()}\n\nThe dependencies could not be installed: npx ${arguments_.join(' ')}`)
  writeFileSync(stampFile, wanted)
  console.log(`  Installed in ${((performance.now() - began) / 1000).toFixed(0)} s.`)
}

function run(command, arguments_) {
  return new Promise(resolve => {
    const child = spawn(command, arguments_, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said += chunk))
    child.once('error', error => resolve({ code: 1, said: error.message }))
    child.once('close', code => resolve({ code, said }))
  })
}

/** The pinned Node, or the one running where there is none for this machine and it is new enough. */
function findNode() {
  const pinned = join(root, 'node_modules/.bin/node')
  if (existsSync(pinned)) return pinned
  if (Number.parseInt(process.versions.node, 10) >= 26) return process.execPath
  return end(`There is no packaged Node 26 for ${process.platform}-${process.arch}. Install Node 26, then start again.`)
}

/** A Ctrl-C reaches start.ts by itself; what is sent to this process alone is passed on. It decides when both end. */
function start(node) {
  const file = join(root, 'apps/api/src/start.ts')
  const child = spawn(node, [file, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)))
}

function end(message) {
  console.error(`\n${message.replaceAll(/^/gm, '  ')}\n`)
  process.exit(1)
}
