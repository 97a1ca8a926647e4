import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openDatabase } from '../database.ts'
import { syncTree } from './data-directory.ts'
import { imageFolder } from './database-image.ts'

/**
 * Makes the image that new databases are copied from, unless it is there. Takes seconds. Callers may copy the folder
 * and must not open it.
 * @returns its folder
 */
export async function prepareImage(): Promise<string> {
  const image = await imageFolder()
  if (existsSync(image)) return image
  await mkdir(dirname(image), { recursive: true })
  const draft = await mkdtemp(`${image}-`)
  try {
    const database = await openDatabase({ dataDir: draft })
    await database.close()
    const files = join(draft, 'database')
    await syncTree(files)
    // Another process may have been faster; its image is as good.
    await rename(files, image).catch((error) => {
      if (!existsSync(image)) throw error
    })
    return image
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}
