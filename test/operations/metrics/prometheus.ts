import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '@seriema/api/start/ports'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../../folder.ts'
import { deploy } from './watched-product.ts'

interface Answer {
  readonly status: string
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] }
}

interface Rule {
  readonly name: string
  readonly health: string
}

/** A real Prometheus that scrapes `url` by the file we ship, each second; with `key` as the file says to have one. */
export async function startPrometheus(url: string, key: string | null = null) {
  const folder = await temporaryFolder()
  const keyFile = join(folder, 'seriema.key')
  if (key !== null) writeFileSync(keyFile, `${key}\n`)
  const settings = readFileSync(join(deploy, 'prometheus/prometheus.yml'), 'utf8')
    .replace('127.0.0.1:4000', new URL(url).host)
    .replaceAll('15s', '1s')
    .replace('seriema.rules.yml', join(deploy, 'prometheus/seriema.rules.yml'))
  const withKey = settings
    .replace(/# (authorization:)\n(\s+)# (\s*credentials_file:)/, '$1\n$2$3')
    .replace('/etc/prometheus/seriema.key', keyFile)
  writeFileSync(join(folder, 'prometheus.yml'), key === null ? settings : withKey)
  const address = `127.0.0.1:${await freePort()}`
  const child = spawn('prometheus', [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
  ])
  const gone = new Promise(resolve => child.once('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await gone
  })
  const query = async (text: string): Promise<Answer> =>
    (await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(text)}`)).json() as Promise<Answer>
  return {
    query,
    /** NaN as long as there is none. */
    figureOf: (text: string): Promise<number> =>
      query(text).then(
        ({ data }) => Number(data?.result[0]?.value[1]),
        () => Number.NaN,
      ),
    async rules(): Promise<readonly Rule[]> {
      const answer = await fetch(`http://${address}/api/v1/rules`)
      const { data } = (await answer.json()) as { data: { groups: { rules: Rule[] }[] } }
      return data.groups.flatMap(group => group.rules)
    },
  }
}
