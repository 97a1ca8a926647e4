import { expect, it } from 'vitest'
import type { AccountRecord } from '../accounts/account-repository.ts'
import type { MessageTemplate } from '../kit/message-template.ts'
import { createMask } from '../platform/secrets/mask.ts'
import { createTemplateChoices } from './template-choices.ts'

const query = { search: '', after: '', inputs: {} }
const welcome: MessageTemplate = { name: 'welcome', language: 'en', gaps: 1 }

function account(name: string): AccountRecord {
  const at = new Date(0)
  const made = { createdAt: at, modifiedAt: at, modifiedBy: 'Maya' }
  return { id: name, type: 'whatsapp', name, identity: null, properties: {}, secrets: {}, ...made }
}

/** The accounts of these names. One called `hangs` answers only once it is told to give up. */
function choicesOf(...names: readonly string[]) {
  const source = createTemplateChoices({
    accounts: { list: async () => ({ items: names.map(account), next: null }) },
    openAccounts: {
      openRecord: ({ id, name }) => ({ id, name, properties: {} }),
      mask: () => createMask(new Map()),
    },
    templatesOf: new Map([
      [
        'whatsapp',
        async ({ name }, { signal }) => {
          if (name !== 'hangs') return [welcome]
          return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        },
      ],
    ]),
    timeoutMs: 20,
  })
  // The other parts of the context belong to steps.
  return source(query, { signal: new AbortController().signal } as Parameters<typeof source>[1])
}

it('a service that hangs does not hide the approved messages of the others', async () => {
  expect((await choicesOf('hangs', 'Shop')).items).toMatchObject([{ value: 'welcome', description: 'Shop' }])
})

it('a service that hangs is named when there is no other', async () => {
  await expect(choicesOf('hangs')).rejects.toMatchObject({
    code: 'TIMEOUT',
    message: expect.stringContaining('hangs gave no approved messages'),
  })
})
