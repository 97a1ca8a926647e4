import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../../../scripts/build.ts'
import { bundle } from '../../../scripts/build-server.ts'
import { inRoot } from '../../src/platform/project-root.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-built-'))
})

afterAll(() => rm(folder, { recursive: true }))

describe('npm start', () => {
  beforeAll(() => build({ ifNeeded: true }))

  it('becomes the built server: a signal to it stops the server in good order, and nothing stays behind', async () => {
    const npm = spawn('npm', ['start'], {
      cwd: inRoot('.'),
      env: { ...process.env, PATCHBAY_PORT: '0', PATCHBAY_DATA_DIR: join(folder, 'data'), PATCHBAY_LOG_LEVEL: 'info' },
    })
    let output = ''
    const url = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += chunk.toString()
        const ready = /^Patchbay is ready at (\S+)$/m.exec(output)?.[1]
        if (ready !== undefined) resolve(ready)
      }
      npm.stdout.on('data', read)
      npm.stderr.on('data', read)
      npm.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${output}`)))
    })
    const page = await fetch(url)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<div id="root">')

    const ended = new Promise((resolve) => npm.once('exit', (code, signal) => resolve(signal ?? code)))
    npm.kill('SIGTERM')
    await ended
    // The lock is given back at the end of a stop in good order.
    await expect.poll(() => existsSync(join(folder, 'data/lock')), { timeout: 20_000 }).toBe(false)
    await expect(fetch(url)).rejects.toThrow()
    const started: unknown = JSON.parse(/^\{.*"msg":"started".*\}$/m.exec(output)?.[0] ?? '{}')
    const phases = ['load', 'openDatabase', 'migrate', 'setup', 'cluster', 'queue', 'engine', 'listen', 'total']
    for (const phase of phases) expect(started).toHaveProperty(`${phase}Ms`, expect.any(Number))
  })
})

describe('a stack trace of a built program', () => {
  it('names the lines of our sources, also where it goes through a package', async () => {
    const source = join(folder, 'program.ts')
    await writeFile(source, program)
    await bundle({ program: source }, join(folder, 'built'))
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'built/program.js')])
    const [message, ...frames] = stdout.trimEnd().split('\n')
    expect(message).toBe('TypeError: wrong')
    expect(frames[0]).toMatch(/^ {4}at fail \(file:.*\/program\.ts:6:9\)$/)
    expect(frames[1]).toMatch(/program\.ts:11:\d+\)$/)
    expect(frames[2]).toMatch(/^ {4}at .*Context.*lookup.* \(file:.*\/built\/program\.js:\d+:\d+\)$/)
    expect(stdout).toMatch(/^ {4}at file:.*\/program\.ts:11:\d+$/m)
  })
})

const program = `import mustache from '${inRoot('node_modules/mustache/mustache.mjs')}'
import { nameSourcesInStacks } from '${inRoot('runtime/src/platform/source-stacks.ts')}'

interface Nothing {}
function fail(_: Nothing): never {
  throw new TypeError('wrong')
}

nameSourcesInStacks()
try {
  mustache.render('{{call}}', { call: () => fail({}) })
} catch (error) {
  process.stdout.write(error.stack)
}
`
