import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A key for AES-256-GCM. The id stands before every ciphertext, so that a later key can be told from it. */
export interface SecretKey {
  readonly id: string
  readonly bytes: Uint8Array
}

const KEY_FILE = 'secret.key'

/** The key made from PATCHBAY_SECRET_KEY or the key file: the same text gives the same key. */
export function secretKeyOf(text: string): SecretKey {
  const bytes = new Uint8Array(hkdfSync('sha256', text, '', 'patchbay secrets at rest', 32))
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
}

/**
 * The text of the key file in the data directory, which only its owner may read; written at the first start.
 * Whoever loses the file has to enter every secret again, so it is on the disk before this returns.
 */
export async function readOrCreateKey(dataDir: string): Promise<string> {
  const path = join(dataDir, KEY_FILE)
  await mkdir(dataDir, { recursive: true })
  try {
    const file = await open(path, 'wx', 0o600)
    const text = randomBytes(32).toString('base64url')
    try {
      await file.writeFile(`${text}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    return text
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  await chmod(path, 0o600)
  const text = (await readFile(path, 'utf8')).trim()
  if (text.length < 32)
    throw new Error(`${path} does not hold a key. Restore it from a backup, or set PATCHBAY_SECRET_KEY.`)
  return text
}
