import OpenAI from 'openai'
import { describe, expect, it, onTestFinished } from 'vitest'
import { idleHost } from '../../../test/helpers/integration-parts.ts'
import { standIn, stepContext, webClient } from '../../../test/helpers/outside-calls.ts'
import { accountCall } from '../../../test/helpers/service-parts.ts'
import { json, text } from '../../../test/helpers/stand-in.ts'
import { apiKey, MODEL, organisation, startOpenAi, THINKING_MODEL } from '../../../test/stand-ins/openai.ts'
import { botChoices } from '../bot-choices.ts'
import { type OpenAiProperties, openaiAccount } from './account.ts'
import { lengthParameterOf } from './calls.ts'
import { openai } from './integration.ts'

async function setUp(properties: OpenAiProperties = { apiKey, organisation }) {
  const service = await startOpenAi()
  onTestFinished(() => service.close())
  const parts = openai.create({ ...idleHost(openai), web: webClient(), url: () => service.url })
  const account = { id: 'account-1', name: 'Models', properties }
  const context = stepContext({
    accounts: { open: async () => account, mask: () => ({ hide: (value) => value }) },
    bots: { of: async () => parts.bot && { account: openaiAccount, bot: parts.bot } },
  })
  const options = (inputs: Record<string, string>, search = '') => botChoices({ search, after: '', inputs }, context)
  return { service, options, check: () => parts.check?.(account, accountCall) }
}

describe('Test Connection of OpenAI', () => {
  it('lists the models as the package of the service does, and asks none', async () => {
    const { service, check } = await setUp()
    expect(await check()).toEqual({
      ok: true,
      message: 'The service answers.',
      checks: [{ ok: true, text: `It has 2 models, such as ${MODEL}.` }],
    })
    const client = new OpenAI({ apiKey, organization: organisation, baseURL: service.url, maxRetries: 0 })
    const { data } = await client.models.list()
    expect(data.map(({ id }) => id).toSorted()).toEqual([MODEL, THINKING_MODEL])
    const [ours, theirs] = service.requests.map(({ method, url, headers, body }) => {
      const { authorization, 'openai-organization': organization } = headers
      return { method, url, authorization, organization, body }
    })
    expect(ours).toEqual(theirs)
    expect(service.questions).toEqual([])
  })

  it.each([
    [{ apiKey: 'sk-wrong' }, 'The service does not know this API key.'],
    [{}, 'The service does not know this API key.'],
    [{ apiKey, organisation: 'org-other' }, 'The service does not know this API key.'],
  ])('says what is wrong with %o', async (properties, message) => {
    const { check } = await setUp(properties)
    expect(await check()).toMatchObject({ ok: false, message })
  })

  it('says when another thing answers at the API URL, or nothing', async () => {
    const page = await standIn(text('<html>Hello</html>'))
    const elsewhere = { message: 'What answers at the API URL does not list models.' }
    expect(await (await setUp({ apiUrl: page.origin })).check()).toMatchObject(elsewhere)
    const empty = await standIn(json({ object: 'list', data: [] }))
    expect(await (await setUp({ apiUrl: empty.origin })).check()).toMatchObject({
      ok: true,
      checks: [{ text: 'The service answers; it has no model yet.' }],
    })
    await page.close()
    expect(await (await setUp({ apiUrl: page.origin })).check()).toMatchObject({ ok: false })
  })
})

describe('the models of an account', () => {
  it('are offered to the actions that ask one, once an account is chosen', async () => {
    const { options } = await setUp()
    expect(await options({})).toEqual({ items: [], next: null })
    expect(await options({ account: 'account-1' }, 'think')).toEqual({
      items: [{ value: THINKING_MODEL, label: THINKING_MODEL }],
      next: null,
    })
  })

  it('are not listed without the right key, and the form says why', async () => {
    const { options } = await setUp({ apiKey: 'sk-wrong' })
    await expect(options({ account: 'account-1' })).rejects.toThrow('The service does not know this API key.')
  })
})

describe('the limit of an answer', () => {
  it.each([
    [undefined, 'max_completion_tokens'],
    ['https://api.openai.com/v1', 'max_completion_tokens'],
    ['https://hotel.openai.azure.com/openai/v1/', 'max_completion_tokens'],
    ['http://localhost:11434/v1', 'max_tokens'],
    ['https://notopenai.com/v1', 'max_tokens'],
  ])('has the name that %s knows', (apiUrl, name) => {
    expect(lengthParameterOf(apiUrl === undefined ? {} : { apiUrl })).toBe(name)
  })
})
