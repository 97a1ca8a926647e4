import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { apiUrlProperty } from '../../kit/account-properties.ts'
import { keyPattern } from '../../kit/text-patterns.ts'

export const openaiAccount = defineAccount({
  id: 'openai',
  title: 'OpenAI',
  description: 'Asks language models of OpenAI, or of any address that speaks its API, such as Azure, Ollama and vLLM.',
  summary: 'Language models',
  helpPage: 'openai',
  haveReady: ['An API key, or the address of your own models'],
  icon: 'sparkles',
  properties: Type.Object(
    {
      apiUrl: apiUrlProperty(
        'https://api.openai.com/v1',
        'of Azure, Ollama, vLLM or another service with this API; empty: OpenAI',
      ),
      apiKey: Type.Optional(
        Type.String({
          title: 'API Key',
          description: 'models of your own may need none',
          maxLength: 500,
          ...keyPattern,
          'x-ui': { widget: 'secret' },
          'x-secret': true,
          'x-secret-host': 'apiUrl',
        }),
      ),
      organisation: Type.Optional(
        Type.String({
          title: 'Organisation',
          description: 'the ID of one of several that the key belongs to',
          maxLength: 100,
          ...keyPattern,
          'x-ui': { widget: 'text', placeholder: 'org-…', mono: true },
        }),
      ),
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: true, webhook: false, status: false, bot: true },
  addresses: [],
})

export type OpenAiProperties = Static<typeof openaiAccount.properties>
