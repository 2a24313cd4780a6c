import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@seriema/domain/fault'
import type { Config } from '../config.ts'

/** Locks texts so that only who knows the same secret reads them, or makes one that opens. */
export interface Safe {
  seal(text: string): Uint8Array
  /** null for what was not sealed by this secret for this purpose. */
  open(sealed: Uint8Array): string | null
}

const [ivBytes, tagBytes] = [12, 16]

/** AES-256-GCM by a key of its own for each purpose: what is sealed for one opens for no other. */
export function createSafe(secret: string, purpose: string): Safe {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `seriema ${purpose}`, 32))
  return {
    seal(text) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const locked = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), locked])
    },
    open(sealed) {
      if (sealed.length < ivBytes + tagBytes) return null
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes })
      decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}

/**
 * SERIEMA_SECRET, or one that is made once and kept in the data folder, where only this user reads it: so sessions outlive
 * a restart. Throws UNAVAILABLE where it can be neither read nor kept.
 */
export function readSecret({ secret, dataFolder }: Pick<Config, 'secret' | 'dataFolder'>): string {
  if (secret !== null) return secret
  const file = join(dataFolder, 'secret')
  try {
    mkdirSync(dataFolder, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    // Made before, or by another process just now.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(file, (error as Error).message)
  }
  try {
    const kept = readFileSync(file, 'utf8')
    if (kept.length < 32) throw new Error('it is cut short')
    return kept
  } catch (error) {
    throw unusable(file, (error as Error).message)
  }
}

const unusable = (file: string, why: string): Fault =>
  new Fault('UNAVAILABLE', `The secret in ${file} cannot be used (${why}). Remove the file, or set SERIEMA_SECRET.`)
