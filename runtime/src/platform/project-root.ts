import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Absolute path of a file of the project, such as `flows`. */
export function inRoot(path: string): string {
  return join(projectRoot(), path)
}

let known: string | undefined

/** Only this function knows the root: sources and the built server file are at different depths of the project. */
function projectRoot(): string {
  known ??= findUp(import.meta.dirname)
  return known
}

function findUp(folder: string): string {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'patchbay') return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('The server file is outside of the Patchbay it belongs to. Put it back.')
  return findUp(parent)
}
