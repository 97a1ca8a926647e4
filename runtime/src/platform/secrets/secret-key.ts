import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { access, chmod, link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../config/start-error.ts'

/** A key for AES-256-GCM. Every ciphertext starts with the id, which tells a later key apart. */
export interface SecretKey {
  readonly id: string
  readonly bytes: Uint8Array
}

const KEY_FILE = 'secret.key'

/** Derives the key from the text of PATCHBAY_SECRET_KEY or the key file. The same text gives the same key. */
export function secretKeyOf(text: string): SecretKey {
  const bytes = derivedKey(text, 'patchbay secrets at rest')
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
}

/** A key of the server for one purpose. It says nothing about those for other purposes. */
export function derivedKey(text: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', text, '', purpose, 32))
}

/**
 * Returns the text of the key file in the data directory, which only its owner may read. The first start writes it. If
 * the file is lost, every secret must be entered again, so it is synced to disk before this returns.
 */
export async function readOrCreateKey(dataDir: string): Promise<string> {
  const path = join(dataDir, KEY_FILE)
  await mkdir(dataDir, { recursive: true })
  if (!(await exists(path))) await create(path)
  await chmod(path, 0o600)
  const text = (await readFile(path, 'utf8')).trim()
  if (text.length >= 32) return text
  throw new StartError(`${path} does not hold a key. Restore it from a backup, or set PATCHBAY_SECRET_KEY.`)
}

/** Writes a temporary file and links it, so that no process can read half a key or replace an existing one. */
async function create(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(32).toString('base64url')}\n`)
    await file.sync()
    await link(draft, path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await file.close()
    await unlink(draft)
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
