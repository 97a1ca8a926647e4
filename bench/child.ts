import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Child {
  /** The first group of the line that said it was ready. */
  readonly ready: string
  readonly pid: number
  stop(): Promise<void>
}

/**
 * A program of this folder, or another one, in a process of its own, once it prints a line that fits.
 * @throws Error with its output when it ends before.
 */
export async function startChild(
  script: string,
  options: { readonly args?: readonly string[]; readonly env?: NodeJS.ProcessEnv; readonly ready: RegExp },
): Promise<Child> {
  const path = script.startsWith('/') ? script : fileURLToPath(new URL(script, import.meta.url))
  const env = { ...process.env, ...options.env }
  const child = spawn(process.execPath, [path, ...(options.args ?? [])], { stdio: ['ignore', 'pipe', 'pipe'], env })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = await readyLine(child, options.ready)
  return {
    ready,
    pid: child.pid ?? 0,
    async stop() {
      child.kill()
      await exited
    },
  }
}

function readyLine(child: ChildProcess, pattern: RegExp): Promise<string> {
  const lines: string[] = []
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (line) => {
        if (lines.length < 200) lines.push(line)
        const found = pattern.exec(line)?.[1]
        if (found !== undefined) resolve(found)
      })
    }
    child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${lines.join('\n')}`)))
  })
}
