import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { actions, triggers } from '../../src/nodes/index.ts'
import { integrationActions } from '../helpers/integration-parts.ts'

const actionFolders = ['data', 'logic', 'messaging']
const nodesFolder = fileURLToPath(new URL('../../src/nodes/', import.meta.url))

/** Folders with something in them; git knows no others. */
function foldersIn(kind: string): readonly string[] {
  const entries = readdirSync(`${nodesFolder}${kind}`, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return folders.filter((folder) => readdirSync(`${nodesFolder}${kind}/${folder}`).length > 0)
}

const idsOf = (modules: readonly { readonly definition: { readonly id: string } }[]) =>
  modules.map(({ definition }) => definition.id)

describe('the lists of node types', () => {
  it('hold every trigger folder once and nothing else', () => {
    expect(idsOf(triggers).toSorted()).toEqual(foldersIn('triggers').toSorted())
  })

  it('hold every action folder once and nothing else', () => {
    expect(idsOf(actions).toSorted()).toEqual(actionFolders.flatMap(foldersIn).toSorted())
  })

  it('give each id and each variable prefix once', () => {
    const definitions = [...triggers, ...actions, ...integrationActions()].map(({ definition }) => definition)
    expect(new Set(definitions.map(({ id }) => id)).size).toBe(definitions.length)
    expect(new Set(definitions.map(({ variablePrefix }) => variablePrefix)).size).toBe(definitions.length)
  })

  it.each(['triggers', ...actionFolders])('have a definition and a test in every folder of %s', (kind) => {
    for (const folder of foldersIn(kind)) {
      const files = readdirSync(`${nodesFolder}${kind}/${folder}`)
      expect(files, folder).toContain('definition.ts')
      expect(
        files.filter((file) => file.endsWith('.test.ts')),
        folder,
      ).not.toEqual([])
    }
  })

  it('know a trigger by its kind, which decides what the engine does with it', () => {
    expect(triggers.every(({ definition }) => definition.kind === 'trigger')).toBe(true)
    expect(actions.every(({ definition }) => definition.kind === 'action')).toBe(true)
  })
})
