import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto'

const BLOCK_BYTES = 32
const RANDOM_BYTES = 16
const LENGTH_BYTES = 4

export interface SafeMessage {
  readonly xml: string
  /** The account that it was encrypted for. */
  readonly appId: string
}

/** WeChat's signature: the SHA-1 of the parts in order of their characters, the token among them. */
export function signatureOf(parts: readonly string[]): string {
  return hash('sha1', parts.toSorted().join(''), 'hex')
}

/** Encrypts a message as `decryptSafe` reads it. */
export function encryptSafe({ xml, appId }: SafeMessage, encodingAesKey: string): string {
  const [random, message, length] = [randomBytes(RANDOM_BYTES), Buffer.from(xml), Buffer.alloc(LENGTH_BYTES)]
  length.writeUInt32BE(message.length)
  const plain = Buffer.concat([random, length, message, Buffer.from(appId)])
  const padding = BLOCK_BYTES - (plain.length % BLOCK_BYTES)
  const key = keyOf(encodingAesKey)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)])
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64')
}

/**
 * Decrypts a message of Safe Mode: 16 random bytes, the length of the XML in four bytes, the XML and the App ID.
 * Undefined when it was encrypted with another key.
 */
export function decryptSafe(encrypted: string, encodingAesKey: string): SafeMessage | undefined {
  const bytes = Buffer.from(encrypted, 'base64')
  if (bytes.length === 0 || bytes.length % BLOCK_BYTES !== 0) return undefined
  const key = keyOf(encodingAesKey)
  // The padding fills blocks of 32 bytes. Node knows only those of 16, and would refuse every second message.
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()])
  const padding = padded.at(-1) ?? 0
  if (padding < 1 || padding > BLOCK_BYTES) return undefined
  const plain = padded.subarray(RANDOM_BYTES, padded.length - padding)
  if (plain.length < LENGTH_BYTES) return undefined
  const end = LENGTH_BYTES + plain.readUInt32BE(0)
  if (end > plain.length) return undefined
  return { xml: plain.toString('utf8', LENGTH_BYTES, end), appId: plain.toString('utf8', end) }
}

function keyOf(encodingAesKey: string): Buffer {
  return Buffer.from(`${encodingAesKey}=`, 'base64')
}
