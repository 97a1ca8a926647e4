import { createReadStream, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createGunzip } from 'node:zlib'
import { readConfig } from '../runtime/src/platform/config/config.ts'
import { restoreBackup } from '../runtime/src/store/pglite/restore.ts'
import { fail } from './fail.ts'
import { runPostgresTool } from './postgres-tool.ts'

/** `npm run restore -- <file>`: makes the database of an empty place from a back-up. Settings as for the server. */
async function main(file: string | undefined): Promise<void> {
  if (file === undefined || file === '') throw new Error('Name the file: npm run restore -- patchbay.backup')
  const source = resolve(file)
  if (!existsSync(source)) throw new Error(`There is no file ${source}.`)
  const { databaseUrl, dataDir, secretKey } = readConfig(process.env)
  if (databaseUrl !== undefined) return restorePostgres(databaseUrl, source)
  const { madeAt } = await restoreBackup(readArchive(source), dataDir)
  process.stdout.write(`Restored the back-up of ${madeAt} into ${dataDir}.\n`)
  const keyFile = join(dataDir, 'secret.key')
  if (secretKey === undefined && !existsSync(keyFile)) {
    process.stdout.write(`Put your copy of the key file at ${keyFile} before the start; without it secrets are lost.\n`)
  }
}

async function* readArchive(source: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(source).pipe(createGunzip())
  } catch (cause) {
    throw new Error(`${source} is no back-up, or is damaged.`, { cause })
  }
}

function restorePostgres(databaseUrl: string, file: string): void {
  runPostgresTool('pg_restore', ['--exit-on-error', '--single-transaction', '--no-owner', file], databaseUrl)
  process.stdout.write('Restored.\n')
}

await main(process.argv[2]).catch(fail)
