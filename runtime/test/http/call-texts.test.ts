import { spawn } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { type CallLanguage, callLanguages, callText } from '@patchbay/shared/calls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apiFlow, authToken, contact, numberOfWeather } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
let server: ReturnType<typeof serve>
let origin: string

beforeAll(async () => {
  test = await startHttpTest()
  const { promise, resolve } = Promise.withResolvers<AddressInfo>()
  server = serve({ fetch: test.runtime.app.fetch, port: 0, hostname: '127.0.0.1' }, resolve)
  origin = `http://127.0.0.1:${(await promise).port}`
})

afterAll(async () => {
  server.close()
  await test.close()
})

const programs: Readonly<Record<CallLanguage, readonly [string, ...string[]]>> = {
  curl: ['bash', '-c'],
  javascript: [process.execPath, '--input-type=module', '-e'],
  python: ['python3', '-c'],
}

/** What the program prints; null where its language is not installed. */
function run(language: CallLanguage, text: string): Promise<string | null> {
  const [program, ...flags] = programs[language]
  return new Promise((resolve) => {
    const child = spawn(program, [...flags, text], { env: { ...process.env, no_proxy: '*' } })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', () => resolve(null))
    child.on('close', () => resolve(output))
  })
}

it.each(callLanguages)('a call written in %s starts the flow', async (language) => {
  const flowId = await test.deploy(apiFlow(`Called by ${language}`))
  const text = callText(
    {
      method: 'POST',
      url: `${origin}/triggers/${flowId}`,
      headers: [{ name: 'Authorization', value: `Bearer ${authToken}` }],
      body: { ANI: contact, DNIS: numberOfWeather, OrderNo: `it's "1" $HOME` },
    },
    language,
  )
  const output = await run(language, text)
  if (output === null && language !== 'javascript') return
  const runId = /"runId":"([^"]+)"/.exec(output ?? '')?.[1]
  const { body } = await test.call('GET', `/api/runs/${runId}`)
  expect(body.steps[0].variables.OrderNo).toBe(`it's "1" $HOME`)
})
