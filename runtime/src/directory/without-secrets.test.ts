import { startContactRun } from '@patchbay/shared/bridges'
import { expect, it } from 'vitest'
import { type Directory, DirectoryError } from '../kit/directory.ts'
import { createMask } from '../platform/secrets/mask.ts'
import { withoutSecrets } from './without-secrets.ts'

const secret = 'name'
const mask = () => createMask(new Map([['secret', secret]]))
const account = { id: 'a1', name: 'CRM', properties: {} }
const call = { signal: new AbortController().signal }
const ids = { id: `${secret}-1`, isNumber: false, name: `Ines ${secret}` }
const contact = {
  ...ids,
  company: undefined,
  title: undefined,
  address: undefined,
  twitter: undefined,
  photoUrl: `https://img.example/1.png?key=${secret}`,
  url: `https://crm.example/1?key=${secret}`,
  emails: [`${secret}@crm.example`],
  phones: [],
  websites: [],
}
const page = {
  leftOut: 1,
  damaged: 0,
  leftOutIds: [secret],
  nextOffset: secret,
  checkpoint: secret,
  context: { secret },
}

const directory: Directory = {
  contacts: async () => ({ value: { ...page, contacts: [contact] }, faults: [] }),
  agents: async (_account, offset) => {
    if (offset !== undefined) throw new DirectoryError('later', `It answered ${secret}.`, { retryAfterMs: 7 })
    return { value: { ...page, agents: [{ ...ids, email: 'rui@crm.example' }] }, faults: [] }
  },
}

it('contacts and agents come without the secrets that a service repeats, their ids and marks as they are', async () => {
  const hidden = withoutSecrets(directory, { mask })
  expect((await hidden.contacts?.(account, startContactRun(undefined), call))?.value).toEqual({
    ...page,
    contacts: [
      {
        ...contact,
        name: 'Ines •••',
        photoUrl: 'https://img.example/1.png?key=•••',
        url: 'https://crm.example/1?key=•••',
        emails: ['•••@crm.example'],
      },
    ],
  })
  const agents = await hidden.agents?.(account, undefined, call)
  expect(agents?.value).toEqual({ ...page, agents: [{ ...ids, name: 'Ines •••', email: 'rui@crm.example' }] })
})

it('a failure comes without them, too, and what is not offered stays so', async () => {
  const failure = withoutSecrets(directory, { mask }).agents?.(account, 7, call)
  await expect(failure).rejects.toMatchObject({ kind: 'later', message: 'It answered •••.', retryAfterMs: 7 })
  expect(withoutSecrets({}, { mask })).toEqual({})
})
