import { spawn, spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { temporaryFolder } from './folder.ts'

/** What somebody posted to a server of ours. */
export interface Posted {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface WebSink {
  readonly url: string
  readonly port: number
  readonly posted: readonly Posted[]
  /** How it answers from now on; with nothing, that it has taken it. */
  answer(how?: (response: ServerResponse, posted: Posted) => void): void
  close(): Promise<void>
}

const taken = (response: ServerResponse): void => void response.end('ok')

/** A server on this machine that keeps what is posted to it. */
export async function startWebSink(): Promise<WebSink> {
  const posted: Posted[] = []
  let how: (response: ServerResponse, posted: Posted) => void = taken
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const one = { path: request.url!, headers: request.headers, body }
      posted.push(one)
      how(response, one)
    })
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    posted,
    answer(next = taken) {
      how = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise(done => server.close(done))
    },
  }
}

export interface Mail {
  readonly from: string
  readonly to: readonly string[]
  /** As it came, headers and all, with `\n`. */
  readonly raw: string
  readonly secure: boolean
  readonly user: string | null
}

export interface MailSink {
  readonly port: number
  readonly mails: readonly Mail[]
  /** Refuses what comes from now on by this code; null: takes it. */
  refuse(code: number | null): void
  close(): Promise<void>
}

/** A mail server on this machine that keeps what it is sent. Who signs in does so as `seriema` with `wordpass`. */
export async function startMailSink(options: SMTPServerOptions = {}): Promise<MailSink> {
  const mails: Mail[] = []
  let refusal: number | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.key === undefined ? ['STARTTLS'] : [],
    onAuth({ username, password }, _session, answer) {
      if (username === 'seriema' && password === 'wordpass') return answer(null, { user: username })
      answer(Object.assign(new Error('wrong user or password'), { responseCode: 535 }))
    },
    onData(stream, session, answer) {
      let raw = ''
      stream.setEncoding('utf8').on('data', (chunk: string) => (raw += chunk))
      stream.on('end', () => {
        if (refusal !== null) return answer(Object.assign(new Error('not taken'), { responseCode: refusal }))
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        const to = rcptTo.map(({ address }) => address)
        const user = (session.user as string | undefined) ?? null
        mails.push({ from, to, raw: raw.replaceAll('\r\n', '\n'), secure: session.secure, user })
        answer()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await new Promise(ready => listening.once('listening', ready))
  return {
    port: (listening.address() as AddressInfo).port,
    mails,
    refuse(code) {
      refusal = code
    },
    close: () => new Promise(done => server.close(() => done())),
  }
}

const alertmanagerFile = 'prometheus-alertmanager'

/** Whether this machine has Debian's package of that name. */
export const hasAlertmanager = spawnSync(alertmanagerFile, ['--version']).status === 0

/** An Alertmanager on a free port, with nothing to tell anybody. */
export async function startAlertmanager(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const sink = await startWebSink()
  await sink.close()
  const folder = await temporaryFolder()
  await writeFile(`${folder}/alertmanager.yml`, 'route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n')
  const url = `http://127.0.0.1:${sink.port}`
  const child = spawn(
    alertmanagerFile,
    [
      `--config.file=${folder}/alertmanager.yml`,
      `--storage.path=${folder}`,
      `--web.listen-address=127.0.0.1:${sink.port}`,
      '--cluster.listen-address=',
    ],
    { stdio: 'ignore' },
  )
  const ended = new Promise(done => child.once('exit', done))
  for (let tries = 0; tries < 200; tries++) {
    const ready = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) break
    await new Promise(done => setTimeout(done, 50))
  }
  return {
    url,
    async close() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
