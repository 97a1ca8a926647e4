import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { AppError } from '@patchbay/shared/errors'
import type { SecretKey } from './secret-key.ts'

/**
 * Encrypts text with AES-256-GCM: `<key id>.<base64 of nonce, body and tag>`. `binding` names the record that the text
 * belongs to; a copy in another record cannot be opened.
 */
export function sealText(key: SecretKey, text: string, binding: readonly unknown[]): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(JSON.stringify(binding)))
  const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${key.id}.${body.toString('base64')}`
}

/** A token that only holders of the key can make: the same for the same binding. */
export function deriveToken(key: SecretKey, binding: readonly unknown[]): string {
  const about = `patchbay token ${JSON.stringify(binding)}`
  return Buffer.from(hkdfSync('sha256', key.bytes, '', createHash('sha256').update(about).digest(), 32)).toString(
    'base64url',
  )
}

/** @throws AppError SECRET_MISSING when the text is damaged, or was sealed with another key or binding */
export function openSealedText(key: SecretKey, sealed: string, binding: readonly unknown[]): string {
  const [keyId, text = ''] = sealed.split('.')
  const body = Buffer.from(text, 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, body.subarray(0, 12), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(JSON.stringify(binding))).setAuthTag(body.subarray(-16))
    return decipher.update(body.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
  } catch (cause) {
    const reason = keyId === key.id ? 'its stored form is damaged' : 'it was stored with another key'
    const message = `A secret cannot be read: ${reason}. Restore the key, or enter the secret again.`
    throw new AppError('SECRET_MISSING', message, { cause })
  }
}
