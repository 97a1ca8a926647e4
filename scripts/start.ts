import { build } from './build.ts'
import { fail } from './fail.ts'
import { serverCommand } from './server-command.ts'

/**
 * `npm start`: builds what is out of date and becomes the server, so that signals reach it and nothing stays behind.
 * With `--built` it takes what is built as it is, where nothing can build, such as in a container.
 */
async function main(): Promise<void> {
  const { execPath, env, execve } = process
  if (execve === undefined) throw new Error('Patchbay runs on Linux and macOS.')
  if (!process.argv.includes('--built')) await build({ ifNeeded: true })
  execve(execPath, [execPath, ...serverCommand.args], { ...serverCommand.env, ...env })
}

main().catch(fail)
