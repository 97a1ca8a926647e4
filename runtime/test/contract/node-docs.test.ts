import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allNodePages, nodePagesFolder } from '../../../scripts/docs/node-pages.ts'
import { inRoot } from '../../src/platform/project-root.ts'

const pages = await allNodePages()
const remedy = 'is not what the definitions and guides say: run npm run docs'

function textOf(name: string): string {
  const path = inRoot(`${nodePagesFolder}/${name}`)
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : ''
}

describe('the pages of the triggers and actions', () => {
  it.each([...pages.keys()])('say what the definitions and guides say: %s', (name) => {
    expect(textOf(name) === pages.get(name), `${nodePagesFolder}/${name} ${remedy}`).toBe(true)
  })

  it.each([...pages.keys()].filter((name) => name !== 'README.md'))('show a sample flow: %s', (name) => {
    expect(textOf(name), 'Add a flow with the action to flows/, with cases').toMatch(
      /\]\(\.\.\/\.\.\/flows\/[\w-]+\.flow\.json\)/,
    )
  })

  it('are there for nothing that does not exist', () => {
    const gone = readdirSync(inRoot(nodePagesFolder)).filter((name) => !pages.has(name))
    expect(gone, `run npm run docs`).toEqual([])
  })

  it.each([...pages])('link to files that exist: %s', (_name, text) => {
    const targets = [...text.matchAll(/\]\((?![a-z]+:|#)([^)#]+)[^)]*\)/g)].map(([, target]) => target ?? '')
    const files = targets.map((target) => posix.join(nodePagesFolder, target))
    const isThere = (file: string) => pages.has(posix.relative(nodePagesFolder, file)) || existsSync(inRoot(file))
    expect(files.filter((file) => !isThere(file))).toEqual([])
  })
})
