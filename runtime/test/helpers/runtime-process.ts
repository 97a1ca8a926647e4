import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { serverCommand } from '../../../scripts/server-command.ts'
import { checkAnswer } from './check-answers.ts'

/** Node keeps compiled modules in a folder, so that only the first of many processes compiles them. */
const sources = {
  args: [fileURLToPath(new URL('../../src/main.ts', import.meta.url))],
  env: {
    NODE_COMPILE_CACHE: fileURLToPath(new URL('../../../node_modules/.cache/patchbay/compiled', import.meta.url)),
  },
}

export const adminEmail = 'maya@example.com'
export const adminPassword = 'correct horse battery'
export const apiToken = 'test-token-0123456789abcdef0123456789abcdef'

export interface RuntimeProcess {
  readonly url: string
  readonly pid: number
  /** Everything printed so far. */
  output(): string
  /** A call of the management API with the administrator token. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** Sends the signal and resolves with the exit code once the process is gone. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export interface RuntimeProcessOptions {
  readonly dataDir: string
  /** As `npm start` runs it; it has to be built. Otherwise the sources are run. */
  readonly isBuilt?: boolean
  /** File that starts it, in the place of the product's own. */
  readonly entry?: string
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Patchbay as a process of its own, on a free port, ready to be asked.
 * @throws Error with its output when it ends before it is ready.
 */
export async function startRuntime(options: RuntimeProcessOptions): Promise<RuntimeProcess> {
  const { args, env } = options.isBuilt === true ? serverCommand : sources
  const child = spawn(process.execPath, options.entry === undefined ? args : [options.entry], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      ...env,
      PATCHBAY_PORT: '0',
      PATCHBAY_DATA_DIR: options.dataDir,
      PATCHBAY_ADMIN_EMAIL: adminEmail,
      PATCHBAY_ADMIN_PASSWORD: adminPassword,
      PATCHBAY_API_TOKEN: apiToken,
      PATCHBAY_EGRESS_ALLOW: '127.0.0.1',
      ...options.env,
    },
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const lines: string[] = []
  const url = await readyAt(child, lines, exited)
  return {
    url,
    pid: child.pid ?? 0,
    output: () => lines.join('\n'),
    async api(method, path, body, headers = {}) {
      const address = `${url}/api${path}`
      const response = await fetch(address, {
        method,
        headers: {
          authorization: `Bearer ${apiToken}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      await checkAnswer(method, address, response)
      return response
    },
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return exited
    },
  }
}

function readyAt(child: ChildProcess, lines: string[], exited: Promise<number | null>): Promise<string> {
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        const url = /^Patchbay is ready at (\S+)$/.exec(line)?.[1]
        if (url !== undefined) resolve(url)
      })
    }
    void exited.then((code) => reject(new Error(`The runtime ended with ${code}:\n${lines.join('\n')}`)))
  })
}
