import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { inRoot } from '../../platform/project-root.ts'
import { migrations } from '../schema/migrations/index.ts'

/**
 * Folder of the image of this version: files of an embedded database with all tables, which no process opens and every
 * new database is copied from. Another version of PGlite or of the queue, or one more migration, has another image.
 */
export async function imageFolder(): Promise<string> {
  const { dependencies } = JSON.parse(await readFile(inRoot('runtime/package.json'), 'utf8'))
  const versions = [dependencies['@electric-sql/pglite'], dependencies['pg-boss']]
  const hash = createHash('sha256')
    .update(JSON.stringify([versions, migrations]))
    .digest('hex')
  return inRoot(`runtime/dist/database-${hash.slice(0, 16)}`)
}

/** Returns undefined when `prepareImage` has not been called for this version. */
export async function findImage(): Promise<string | undefined> {
  const folder = await imageFolder()
  return existsSync(folder) ? folder : undefined
}
