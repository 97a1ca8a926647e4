import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { LiveEventSchema } from '../../../shared/src/api/events.ts'
import { inRoot } from '../../src/platform/project-root.ts'

const textOf = (path: string) => readFileSync(inRoot(path), 'utf8')

it('every test that docs/guarantees.md names is there', () => {
  const files = globSync('{runtime,shared,designer,scripts}/**/*.test.ts', {
    cwd: inRoot('.'),
    exclude: ['**/node_modules/**'],
  })
  const named = [...textOf('docs/guarantees.md').matchAll(/`([\w./-]+\.test\.ts)`/g)].flatMap(([, name]) => name ?? [])
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((name) => !files.some((file) => `/${file}`.endsWith(`/${name}`)))).toEqual([])
})

it('docs/api.md names every live event', () => {
  // A schema is JSON, and each event of the union has its name as a constant.
  const { anyOf } = JSON.parse(JSON.stringify(LiveEventSchema)) as {
    readonly anyOf: readonly { readonly properties: { readonly type: { readonly const: string } } }[]
  }
  const names = anyOf.map(({ properties }) => properties.type.const)
  const [, section = ''] = textOf('docs/api.md').split('## Live events')
  expect(names.filter((name) => !section.includes(`\`${name}\``))).toEqual([])
})
