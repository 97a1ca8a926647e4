import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { settings } from './settings.ts'

const page = new URL('../../../../docs/settings.md', import.meta.url)

it('docs/settings.md lists every setting with its default and meaning', () => {
  const rows = readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `PATCHBAY_'))
  const expected = settings.map(
    (setting) => `| \`${setting.name}\` | ${setting.fallback} | ${setting.description.replaceAll('|', '\\|')} |`,
  )
  expect(rows).toEqual(expected)
})
