import { readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Plugin, rolldown } from 'rolldown'
import { inRoot } from '../runtime/src/platform/project-root.ts'
import { prepareImage } from '../runtime/src/prepare-image.ts'

/** PGlite finds its database program beside its own modules; pg asks for its native twin, which we do not bring. */
const external = ['@electric-sql/pglite', 'pg-native']

/**
 * Bundles the server into `runtime/dist/server`, which loads in a quarter of the time of its sources, and makes the
 * image that a first start copies its database from.
 */
export async function buildServer(): Promise<void> {
  const entries = {
    main: inRoot('runtime/src/main.ts'),
    'pglite-worker': inRoot('runtime/src/store/pglite/worker.ts'),
  }
  const [image] = await Promise.all([prepareImage(), bundle(entries, inRoot('runtime/dist/server'))])
  await removeOlderImages(image)
}

/** Bundles programs of ours, all of them or none: a build that was cut off would look newer than its sources. */
export async function bundle(entries: Readonly<Record<string, string>>, folder: string): Promise<void> {
  const draft = `${folder}.new`
  await using bundler = await rolldown({ input: entries, external, platform: 'node', plugins: [ownSourcesOnly] })
  await rm(draft, { recursive: true, force: true })
  await bundler.write({
    dir: draft,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    sourcemap: true,
    sourcemapExcludeSources: true,
  })
  await rm(folder, { recursive: true, force: true })
  await rename(draft, folder)
}

async function removeOlderImages(image: string): Promise<void> {
  for (const name of await readdir(dirname(image))) {
    const isOlder = /^database-[0-9a-f]+$/.test(name) && name !== basename(image)
    if (isOlder) await rm(join(dirname(image), name), { recursive: true, force: true })
  }
}

/** Names of functions are enough to read a stack through packages, and their maps would be most of what is loaded. */
const ownSourcesOnly: Plugin = {
  name: 'own-sources-only',
  transform: {
    filter: { id: /node_modules/ },
    handler: (code) => ({ code, map: { mappings: '' } }),
  },
}
