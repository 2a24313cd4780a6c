import type { S3Client } from '@aws-sdk/client-s3'
import { Fault } from '@seriema/domain/fault'
import { collectsSpans } from '../telemetry/span.ts'
import { currentTrace, traceparent } from '../telemetry/trace.ts'
import type { ArtifactPlace } from './contract.ts'

export interface BucketAddress {
  readonly bucket: string
  /** What names in the bucket begin with; empty, or ends with a slash. */
  readonly prefix: string
  /** Of a server that speaks S3; null: that of AWS. */
  readonly endpoint: string | null
  /** null: as AWS's own settings say. */
  readonly region: string | null
}

/** Milliseconds a request may take: less than a transaction may stand still. */
const patience = 45_000

/** A bucket of S3, or of a server that speaks as it does; who we are is said by AWS's own settings and files. */
export const bucket: ArtifactPlace<BucketAddress> = {
  describe: ({ bucket, prefix }) => `s3://${bucket}/${prefix}`,
  async open(address) {
    // Loaded where it is asked for: nobody else waits for it.
    const s3 = await import('@aws-sdk/client-s3')
    const client = new s3.S3Client({
      ...(address.endpoint !== null && { endpoint: address.endpoint, forcePathStyle: true }),
      ...(address.region !== null && { region: address.region }),
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 5_000, requestTimeout: patience },
    })
    handOn(client)
    const { bucket: Bucket, prefix } = address
    const named = (hash: string) => ({ Bucket, Key: `${prefix}${hash}.onnx` })
    await tried(address, () => client.send(new s3.HeadBucketCommand({ Bucket })))
    return {
      async put(_tx, hash, content) {
        await tried(address, () =>
          client.send(
            new s3.PutObjectCommand({
              ...named(hash),
              Body: content,
              ChecksumSHA256: Buffer.from(hash, 'hex').toString('base64'),
            }),
          ),
        )
      },
      get: hash =>
        tried(address, async () => {
          try {
            const { Body } = await client.send(new s3.GetObjectCommand(named(hash)))
            return (await Body?.transformToByteArray()) ?? null
          } catch (error) {
            if (error instanceof s3.NoSuchKey) return null
            throw error
          }
        }),
    }
  },
}

/** Whoever serves the bucket can go on with the trace, where spans are collected. */
function handOn({ middlewareStack }: S3Client): void {
  if (!collectsSpans()) return
  middlewareStack.add(
    next => args => {
      const trace = currentTrace()
      const request = args.request as { readonly headers?: Record<string, string> }
      if (trace !== undefined && request.headers !== undefined) request.headers.traceparent = traceparent(trace)
      return next(args)
    },
    { step: 'build', name: 'traceparent' },
  )
}

async function tried<T>({ bucket, endpoint }: BucketAddress, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { name, message } = error as Error
    const where = endpoint === null ? '' : ` at ${new URL(endpoint).host}`
    throw new Fault(
      'UNAVAILABLE',
      `the bucket ${bucket}${where} cannot be used (${name}: ${message}): SERIEMA_ARTIFACTS names it`,
    )
  }
}
