// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the ${…} here are tokens of flow texts
import { describe, expect, it } from 'vitest'
import { catalog } from '../../../test/fixtures/definitions.ts'
import { weatherFlow } from '../../../test/fixtures/flows.ts'
import { applyFix } from '../edits/apply-fix.ts'
import { setInput } from '../edits/nodes.ts'
import type { Flow } from '../schema.ts'
import { checkFlow } from './check-flow.ts'

const found = (flow: Flow, path: string) => checkFlow(flow, catalog).filter((problem) => problem.path === path)
const withUrl = (url: string) => setInput(weatherFlow(), 2, ['url'], url)

describe('an address written by hand', () => {
  it.each([
    ['www.example.com/api', 'https://www.example.com/api'],
    ['example.com:8080/a?b=$ANI', 'https://example.com:8080/a?b=$ANI'],
    ['localhost:3000/a', 'https://localhost:3000/a'],
    ['api.example.com', 'https://api.example.com'],
    ['htp://example.com/a', 'http://example.com/a'],
    ['htps://example.com/a', 'https://example.com/a'],
    ['httpss://example.com', undefined],
    ['“https://example.com/a”', 'https://example.com/a'],
    ['"https://example.com/$ANI"', 'https://example.com/$ANI'],
    ['<https://example.com/a>', 'https://example.com/a'],
    ['ftp://example.com/a', undefined],
    ['mailto:a@example.com', undefined],
    ['/orders', undefined],
    ['https//example.com', undefined],
    ['orders/$ANI', undefined],
    ['https://exa mple.com/', undefined],
    ['https://', undefined],
    ['https://example.com:99999/', undefined],
    ['https://user:secret@example.com/', undefined],
  ])('%s is refused before the deploy', (url, repaired) => {
    const [problem] = found(withUrl(url), 'inputs.url')
    expect(problem).toMatchObject({ severity: 'error', nodeId: 2 })
    if (problem === undefined || repaired === undefined) return
    const fixed = applyFix(withUrl(url), problem)
    expect(fixed.nodes[1]?.inputs.url).toBe(repaired)
    expect(found(fixed, 'inputs.url')).toEqual([])
  })

  it.each([
    'https://example.com/a b?c=“d”',
    ' http://example.com ',
    'HTTPS://EXAMPLE.COM',
    'https://my_service:8080/',
    'https://müller.example/',
    'http://[::1]:80/',
    'https://$ANI.example.com/',
    '$ANI/orders',
    '${ANI}',
    '{{ANI}}?a=1',
    'http:/example.com',
  ])('%s is right', (url) => {
    expect(found(withUrl(url), 'inputs.url')).toEqual([])
  })
})

describe('a header written by hand', () => {
  const withHeader = (value: string) => setInput(weatherFlow(), 2, ['headers'], [{ key: 'X-Note', value }])

  it.each(['one\ntwo', 'one\r\n two $ANI', 'a\u0000b'])('%j is told', (value) => {
    expect(found(withHeader(value), 'inputs.headers[0].value')).toMatchObject([{ severity: 'warning', nodeId: 2 }])
  })

  it.each(['Grüße $ANI 😀', ''])('%j is right', (value) => {
    expect(found(withHeader(value), 'inputs.headers[0].value')).toEqual([])
  })
})

describe('a body written by hand', () => {
  const withBody = (contentType: string, body: string) =>
    setInput(setInput(weatherFlow(), 2, ['contentType'], contentType), 2, ['body'], body)

  it('is told at its place, with the line, when it is not what its content type says', () => {
    expect(found(withBody('application/json', '{\n"a": True\n}'), 'inputs.body')).toEqual([
      {
        severity: 'warning',
        nodeId: 2,
        path: 'inputs.body',
        code: 'BODY_INVALID',
        message: 'The body is not JSON. Line 2: True is not JSON. Write true.',
      },
    ])
    expect(found(withBody('application/soap+xml', '<a>'), 'inputs.body')).toMatchObject([{ code: 'BODY_INVALID' }])
    expect(found(withBody('text/plain', '{“a”}'), 'inputs.body')).toEqual([])
  })
})
