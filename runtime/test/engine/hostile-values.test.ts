import type { RunResource } from '@patchbay/shared/api'
import { toStorable } from '@patchbay/shared/json'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { json, type StandIn, startStandIn, type TakenRequest } from '../helpers/stand-in.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'

const token = 'open-sesame-open-sesame'

const values: Readonly<Record<string, string>> = {
  quotes: `"double" 'single' \`back\` \\"escaped\\"`,
  braces: '{ } [ ] } { "a": 1 }',
  'line breaks': 'one\ntwo\r\nthree\ttab',
  emoji: 'Grüße 😀👩‍👩‍👧 日本語',
  'a lone surrogate': 'before \ud800 after',
  NUL: 'before \u0000 after',
  'a mustache': '{{x}} {{{x}}} {{&x}} {{#x}}{{/x}} {{=<% %>=}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a value that looks like a variable of ours.
  dollars: '$5 $$ $v $DNIS ${v} $(v)',
  prototypes: '__proto__ constructor {"__proto__":{"a":1}}',
  markup: ']]></b><c d="e">&amp;<!-- --> <![CDATA[',
  'form characters': 'a=1&b=2+3%20;c#d?e',
  'long text': 'x"\\{y}\n'.repeat(715).slice(0, 5_000),
}

let place: TestPlace
let runtime: TestRuntime
let service: StandIn
let flowId: string

const call = (id: number, inputs: Record<string, unknown>) => ({
  id,
  type: 'external-web-call',
  name: `Call ${id}`,
  position: { x: id * 260, y: 0 },
  inputs: { method: 'POST', timeoutSeconds: 10, ...inputs },
})

beforeAll(async () => {
  service = await startStandIn(json({ ok: true }))
  place = await createTestPlace()
  runtime = await place.start()
  const url = `${service.origin}/echo`
  flowId = await runtime.deploy({
    formatVersion: 1,
    name: 'Hostile values',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      {
        id: 1,
        type: 'inbound-api',
        name: 'Value',
        position: { x: 0, y: 0 },
        inputs: { authToken: token, expectedInputs: [{ name: 'v' }, { name: 'short' }] },
      },
      call(2, { url, contentType: 'application/json', body: '{"a": "$v", "list": ["<$v>", 1], "raw": $v, "b": {}}' }),
      call(3, { url, contentType: 'application/xml', body: '<m a="$v"><b>$v</b><c/></m>' }),
      call(4, { url, contentType: 'application/x-www-form-urlencoded', body: 'a=$v&b=2' }),
      call(5, { method: 'GET', url: `${service.origin}/at/$short/end?q=$short&z=1#part` }),
      call(6, { url, headers: [{ key: 'X-Value', value: 'is $v!' }] }),
    ],
    connections: [1, 2, 3, 4, 5].map((id) => ({ from: id, exit: id === 1 ? 'next' : 'success', to: id + 1 })),
    notes: [],
  })
})

afterAll(async () => {
  await runtime.stop()
  await place.remove()
  await service.close()
})

async function send(value: string): Promise<{ run: RunResource; requests: readonly TakenRequest[] }> {
  const before = service.requests.length
  const response = await runtime.request(`/triggers/${flowId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: token },
    body: JSON.stringify({ v: value, short: value.slice(0, 2_000) }),
  })
  expect(response.status).toBe(202)
  const run = await runtime.ended(await startedRun(response))
  return { run, requests: service.requests.slice(before) }
}

/** What XML cannot hold is dropped; parsers turn line ends into one line feed unless they are written as references. */
function withoutIllegal(value: string): string {
  return [...value].filter((character) => character >= ' ' || '\t\n\r'.includes(character)).join('')
}

function decodeXml(text: string): string {
  const names: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi, (_, hex, decimal, name) => {
    if (name !== undefined) return names[name] ?? '?'
    return String.fromCodePoint(Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16))
  })
}

describe('a hostile value passes through requests without changing their structure', () => {
  it.each(Object.entries(values))('%s', async (_, value) => {
    const stored = toStorable(value)
    const text = typeof stored === 'string' ? stored : ''
    for (const round of [1, 2]) {
      const { run, requests } = await send(value)
      expect(run.status, JSON.stringify(run.error)).toBe('succeeded')
      const [asJson, asXml, asForm, asUrl, asHeader] = requests

      expect(JSON.parse(asJson?.body ?? ''), `round ${round}`).toEqual({
        a: text,
        list: [`<${text}>`, 1],
        raw: text,
        b: {},
      })

      const xml = /^<m a="([^"<]*)"><b>([^<]*)<\/b><c\/><\/m>$/.exec(asXml?.body ?? '')
      expect(xml?.slice(1).map(decodeXml), asXml?.body).toEqual([withoutIllegal(text), withoutIllegal(text)])

      expect([...new URLSearchParams(asForm?.body)]).toEqual([
        ['a', text],
        ['b', '2'],
      ])

      const short = String(toStorable(value.slice(0, 2_000)))
      const url = new URL(asUrl?.url ?? '', service.origin)
      expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'at', short, 'end'])
      expect([...url.searchParams]).toEqual([
        ['q', short],
        ['z', '1'],
      ])

      const header = Buffer.from(String(asHeader?.headers['x-value']), 'latin1').toString('utf8')
      // Of the control characters only a tab may stand in a header.
      const sent = [...text].filter((character) => character >= ' ' || character === '\t').join('')
      expect(header.replaceAll(' ', '')).toBe(`is ${sent}!`.replaceAll(' ', ''))
    }
  })
})

describe('template lookups', () => {
  it('reach nothing but the data of the run', async () => {
    const reaching = [
      '$v.constructor.name',
      '$v.length',
      '{{v.constructor.name}}',
      '{{v.toString}}',
      '$item.__proto__.a',
    ]
    const response = await runtime.api('POST', '/actions/external-web-call/test', {
      inputs: {
        method: 'POST',
        timeoutSeconds: 5,
        url: `${service.origin}/echo`,
        contentType: 'text/plain',
        body: reaching.map((token) => `[${token}]`).join(''),
      },
      variables: { v: 'text', item: {} },
    })
    expect(response.status).toBe(200)
    expect(service.requests.at(-1)?.body).toBe('[]'.repeat(reaching.length))
  })
})
