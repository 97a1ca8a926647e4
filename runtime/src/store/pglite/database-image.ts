import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { inRoot } from '../../platform/project-root.ts'
import { migrations } from '../schema/migrations/index.ts'

/**
 * Where the image of this version is kept: files of an embedded database with all migrations, which nobody opens and
 * every new database is copied from. Another version of PGlite or one more migration is another image.
 */
export async function imageFolder(): Promise<string> {
  const hash = createHash('sha256')
  hash.update(await pgliteVersion())
  hash.update(JSON.stringify(migrations))
  return inRoot(`runtime/dist/database-${hash.digest('hex').slice(0, 16)}`)
}

/** Undefined when `prepareImage` has not been called for this version. */
export async function findImage(): Promise<string | undefined> {
  const folder = await imageFolder()
  return existsSync(folder) ? folder : undefined
}

async function pgliteVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const manifest: unknown = JSON.parse(await readFile(join(entry, '../../package.json'), 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
  throw new Error('The version of PGlite is not known.')
}
