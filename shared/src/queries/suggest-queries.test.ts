import { describe, expect, it } from 'vitest'
import type { Json } from '../json/json.ts'
import type { JsonPath } from '../json/path.ts'
import { compileQuery } from './query.ts'
import { suggestQueries } from './suggest-queries.ts'

const tree: Json = {
  a: { t: 1, 'b c': [{ t: 2, 'x.y': 'z' }], $v: 0 },
  t: 3,
  only: null,
  list: [[1, 2]],
  '': 'empty',
}

describe('suggestQueries', () => {
  it.each<[JsonPath, string | null, number | null, string]>([
    [['a', 't'], 't', 3, 'a.t'],
    [['t'], null, null, '$.t'],
    [['a', 'b c', 0, 't'], null, null, 'a["b c"][0].t'],
    [['a', 'b c'], 'b c', 1, 'a["b c"]'],
    [['a', 'b c', 0, 'x.y'], '"x.y"', 1, 'a["b c"][0]["x.y"]'],
    [['a', '$v'], '"$v"', 1, 'a["$v"]'],
    [['only'], 'only', 1, '$.only'],
    [['list', 0, 1], null, null, 'list[0][1]'],
    [[''], '""', 1, '$[""]'],
    [[], null, null, '$'],
  ])('%j', (path, label, places, exact) => {
    expect(suggestQueries(tree, path)).toEqual({
      label: label === null ? null : { query: label, places },
      exact: { query: exact },
    })
  })

  it('suggests only queries that lead to the clicked value', () => {
    const visit = (value: Json, path: JsonPath): void => {
      const { label, exact } = suggestQueries(tree, path)
      for (const query of [label?.query, exact.query]) {
        if (query === undefined) continue
        const result = compileQuery(query)
        expect(result, query).toHaveProperty('query')
        if ('query' in result) expect(result.query.evaluate(tree), query).toEqual({ found: true, value })
      }
      if (typeof value !== 'object' || value === null) return
      for (const [key, item] of Object.entries<Json>(value))
        visit(item, [...path, Array.isArray(value) ? Number(key) : key])
    }
    visit(tree, [])
  })

  it('names a root that is an array "array"', () => {
    expect(suggestQueries([{ x: 1 }], [0, 'x'])).toEqual({
      label: { query: 'x', places: 1 },
      exact: { query: 'array[0].x' },
    })
  })
})
