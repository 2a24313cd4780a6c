import { once } from 'node:events'
import { request } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { fileOfRows } from './rows.ts'

export interface SendJob {
  readonly url: string
  readonly megabytes: number
}

const [job] = (await once(process, 'message')) as [SendJob]
const sending = request(job.url, { method: 'PUT' })
const answered = once(sending, 'response')
await pipeline(fileOfRows(job.megabytes), sending)
const [response] = await answered
let text = ''
for await (const part of response) text += part
process.send!(JSON.parse(text), () => process.exit(0))
