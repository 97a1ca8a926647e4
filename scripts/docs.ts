import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inRoot } from '../runtime/src/platform/project-root.ts'
import { functionPage, functionPagePath } from './docs/function-page.ts'
import { allNodePages, nodePagesFolder } from './docs/node-pages.ts'
import { fail } from './fail.ts'

/** Writes the pages of all triggers, actions and functions, and removes those of actions that are gone. */
async function writeDocs(): Promise<void> {
  const folder = inRoot(nodePagesFolder)
  const pages = await allNodePages()
  await mkdir(folder, { recursive: true })
  const gone = (await readdir(folder)).filter((name) => !pages.has(name))
  await Promise.all(gone.map((name) => rm(join(folder, name))))
  await Promise.all([...pages].map(([name, text]) => writeFile(join(folder, name), text)))
  await writeFile(inRoot(functionPagePath), functionPage())
  process.stdout.write(`${pages.size} pages in ${nodePagesFolder}, and ${functionPagePath}\n`)
}

writeDocs().catch(fail)
