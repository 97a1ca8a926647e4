import { chmodSync, createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { type Config, readConfig } from '../runtime/src/platform/config/config.ts'
import { COMPLETE, copyOfStopped } from '../runtime/src/store/pglite/backup.ts'
import { DataDirectoryInUseError, lockDataDirectory } from '../runtime/src/store/pglite/data-lock.ts'
import { readTar } from '../runtime/src/store/pglite/tar.ts'
import { fail } from './fail.ts'
import { runPostgresTool } from './postgres-tool.ts'

/**
 * `npm run backup -- <file>`: a copy of the database that `npm run restore` reads. The settings are those of the
 * server. A running server is asked for its copy; where none runs the files are copied.
 */
async function main(file: string | undefined): Promise<void> {
  if (file === undefined || file === '') throw new Error('Name the file: npm run backup -- patchbay.backup')
  const target = resolve(file)
  if (existsSync(target)) throw new Error(`${target} is there already. Name a new file.`)
  const config = readConfig(process.env)
  if (config.databaseUrl !== undefined) return dumpPostgres(config.databaseUrl, target)
  const part = `${target}.part`
  try {
    const way = await write(config, part)
    await verify(part)
    await rename(part, target)
    process.stdout.write(`Backed up to ${target} (${way}).\n${keyAdvice(config)}\n`)
  } finally {
    await rm(part, { force: true })
  }
}

async function write(config: Config, part: string): Promise<string> {
  const output = createWriteStream(part, { flags: 'wx', mode: 0o600 })
  const database = join(config.dataDir, 'database')
  if (!existsSync(database)) throw new Error(`There is no database in ${config.dataDir}. Set PATCHBAY_DATA_DIR.`)
  try {
    const lock = await lockDataDirectory(config.dataDir)
    try {
      await pipeline(Readable.from(copyOfStopped(database, new Date())), createGzip({ level: 1 }), output)
    } finally {
      await lock.release()
    }
    return 'no server was running'
  } catch (error) {
    if (!(error instanceof DataDirectoryInUseError)) throw error
    await pipeline(await askServer(config), output)
    return 'from the running server'
  }
}

async function askServer(config: Config): Promise<Readable> {
  const { apiToken, publicUrl, host, port } = config
  if (apiToken === undefined) {
    throw new Error('Patchbay is running. Set PATCHBAY_API_TOKEN as it has it, so that it can be asked, or stop it.')
  }
  const address = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  const url = `${publicUrl ?? `http://${address}:${port}`}/api/backup`
  const response = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${apiToken}` } }).catch(
    (cause) => {
      throw new Error(`Patchbay is running but does not answer at ${url}. Set PATCHBAY_PORT as it has it.`, { cause })
    },
  )
  if (!response.ok || response.body === null) throw new Error(`Patchbay refused: ${await response.text()}`)
  return Readable.from(response.body)
}

/** Reads the file to its end: a copy that cannot be read is none. */
async function verify(file: string): Promise<void> {
  let isComplete = false
  const archive = createReadStream(file).pipe(createGunzip())
  for await (const { entry, chunks } of readTar(archive)) {
    for await (const _ of chunks);
    isComplete ||= entry.path === COMPLETE
  }
  if (!isComplete) throw new Error('The copy is not complete. Look into the log of the server.')
}

function dumpPostgres(databaseUrl: string, file: string): void {
  runPostgresTool('pg_dump', ['--format=custom', '--no-owner', `--file=${file}`], databaseUrl)
  chmodSync(file, 0o600)
  process.stdout.write(`Backed up to ${file}.\nKeep PATCHBAY_SECRET_KEY, or the key file, in another safe place.\n`)
}

function keyAdvice({ dataDir, secretKey }: Config): string {
  const key = secretKey === undefined ? join(dataDir, 'secret.key') : 'PATCHBAY_SECRET_KEY'
  return `Stored secrets can be read only with ${key}, which is not in the file. Keep a copy in another safe place.`
}

await main(process.argv[2]).catch(fail)
