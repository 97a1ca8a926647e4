import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPgliteFiles } from '../../src/store/pglite/client.ts'

/**
 * A data directory with an empty embedded database. Making its files takes seconds, copying them does not.
 */
export async function createDataDir(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'patchbay-data-'))
  await cp(await templateFiles(), join(path, 'database'), { recursive: true })
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

async function templateFiles(): Promise<string> {
  const cache = fileURLToPath(new URL('../../../node_modules/.cache/patchbay/', import.meta.url))
  const template = join(cache, `pglite-${await pgliteVersion()}`)
  if (existsSync(template)) return template
  await mkdir(cache, { recursive: true })
  const draft = await mkdtemp(`${template}-`)
  await createPgliteFiles(draft)
  // Another test file may have been faster; its template is as good.
  await rename(draft, template).catch(() => rm(draft, { recursive: true, force: true }))
  return template
}

async function pgliteVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const manifest: unknown = JSON.parse(await readFile(join(entry, '../../package.json'), 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
  throw new Error('The version of PGlite is not known.')
}
