import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'

/** Whether this machine can make certificates. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

export interface TestCertificate {
  readonly cert: string
  readonly key: string
  /** Made anew, under the same names, as those who renew certificates do it. */
  renew(): void
  /** What it is, in PEM. */
  pem(): string
}

/** A certificate for localhost that signs itself, in a folder. */
export function makeCertificate(folder: string): TestCertificate {
  const [cert, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')]
  const renew = () => {
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
    execFileSync('openssl', ['req', ...kind, ...name, '-keyout', `${key}.new`, '-out', `${cert}.new`], {
      stdio: 'ignore',
    })
    renameSync(`${key}.new`, key)
    renameSync(`${cert}.new`, cert)
  }
  renew()
  return { cert, key, renew, pem: () => readFileSync(cert, 'utf8') }
}
