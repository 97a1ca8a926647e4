import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { apiToken } from '../helpers/runtime-process.ts'
import type { Boundary } from './boundaries.ts'

export interface CrashNode {
  readonly pid: number
  /** Where it listens; undefined when it died before. */
  readonly url: Promise<string | undefined>
  /** Resolves once it is gone. */
  readonly exited: Promise<NodeJS.Signals | null>
  output(): string
  end(signal: NodeJS.Signals): Promise<unknown>
}

export interface CrashNodeOptions {
  readonly env: Readonly<Record<string, string>>
  readonly log: string
  /** None: it lives until it is ended. */
  readonly kill?: { readonly boundary: Boundary; readonly passes?: number; readonly sql?: string }
}

/** Patchbay in a process of its own that kills itself at the boundary. */
export function startCrashNode({ env, log, kill }: CrashNodeOptions): CrashNode {
  const child = startScript('node-process.ts', {
    PATCHBAY_PORT: '0',
    PATCHBAY_API_TOKEN: apiToken,
    PATCHBAY_EGRESS_ALLOW: '127.0.0.1',
    PATCHBAY_LOG_LEVEL: 'error',
    ...env,
    CRASH_LOG: log,
    ...(kill === undefined ? {} : { CRASH_AT: kill.boundary, CRASH_AFTER: String(kill.passes ?? 0) }),
    ...(kill?.sql === undefined ? {} : { CRASH_SQL: kill.sql }),
  })
  const lines: string[] = []
  const exited = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
  const ready = lineOf(child, /^Patchbay is ready at (\S+)$/, lines)
  return {
    // It is missing only where nothing could be started.
    pid: child.pid ?? 0,
    url: Promise.race([ready, exited.then(() => undefined)]),
    exited,
    output: () => lines.join('\n'),
    end(signal) {
      child.kill(signal)
      return exited
    },
  }
}

/** The stand-ins for carriers. `end` ends them. */
export async function startCarriers(): Promise<{ readonly origin: string; end(): void }> {
  const child = startScript('carrier-process.ts', {})
  const origin = await lineOf(child, /^carriers at (\S+)$/, [])
  return { origin, end: () => void child.kill() }
}

function startScript(name: string, env: Readonly<Record<string, string>>): ChildProcess {
  const path = fileURLToPath(new URL(name, import.meta.url))
  return spawn(process.execPath, [path], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH ?? '', ...env },
  })
}

/** The first group of the first line that fits. */
function lineOf(child: ChildProcess, pattern: RegExp, lines: string[]): Promise<string> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        const found = pattern.exec(line)?.[1]
        if (found !== undefined) resolve(found)
      })
    }
  })
}
