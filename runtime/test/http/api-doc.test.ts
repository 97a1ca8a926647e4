import { readFileSync } from 'node:fs'
import { roleTitles } from '@patchbay/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const page = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| `([A-Z]+) ([^`]+)` \|(?: ([^|]+) \|)?/gm)].map(([, method, path, role]) => ({
  row: `${method} ${path}`,
  role: role?.trim(),
}))

let test: HttpTest

beforeAll(async () => {
  test = await startHttpTest()
})

afterAll(() => test.close())

describe('docs/api.md', () => {
  it('lists every address of the route table and nothing else', () => {
    const routes = test.runtime.routes
      .filter(({ path }) => path !== '/*')
      .map(({ method, path }) => `${method} ${path}`)
    expect(rows.map(({ row }) => row).sort()).toEqual(routes.sort())
  })

  it('names the least role of each', () => {
    const roles: Readonly<Record<string, string>> = roleTitles
    for (const { method, path, access } of test.runtime.routes) {
      const role = roles[access]
      if (role === undefined) continue
      expect(rows.find(({ row }) => row === `${method} ${path}`)?.role, `${method} ${path}`).toBe(role)
    }
  })
})
