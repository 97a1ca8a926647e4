import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Work on Patchbay: the runtime restarts when its files change and the designer reloads in the browser through
 * Vite, which passes API calls on to the runtime.
 */
function main(): void {
  const children = [
    spawn(process.execPath, ['--watch', '--watch-preserve-output', 'runtime/src/main.ts'], {
      cwd: root,
      stdio: 'inherit',
    }),
    spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'designer'], { cwd: root, stdio: 'inherit' }),
  ]
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(children, signal))
  for (const child of children) {
    child.on('exit', (code) => {
      process.exitCode ??= code ?? 1
      stop(children, 'SIGTERM')
    })
  }
}

function stop(children: readonly ChildProcess[], signal: NodeJS.Signals): void {
  for (const child of children) if (child.exitCode === null) child.kill(signal)
}

main()
