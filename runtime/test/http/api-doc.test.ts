import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const page = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8')
const named = [...page.matchAll(/`(GET|POST|PUT|DELETE|ALL) (\/[^`?]*)`/g)].map(
  ([, method, path]) => `${method} ${path}`,
)

let test: HttpTest

beforeAll(async () => {
  test = await startHttpTest()
})

afterAll(() => test.close())

describe('docs/api.md', () => {
  it('names only addresses of the route table', () => {
    const routes = test.runtime.routes.map(({ method, path }) => `${method} ${path}`)
    expect(named.length).toBeGreaterThan(15)
    expect(named.filter((name) => !routes.includes(name))).toEqual([])
  })

  it('leads to the page and the document that describe every address', () => {
    expect(page).toContain('`/api/docs`')
    expect(page).toContain('`/api/openapi.json`')
  })
})
