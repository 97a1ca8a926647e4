import { readManifest } from '@patchbay/shared/manifests'
import { describe, expect, it } from 'vitest'
import { standIn, webClient } from '../../test/helpers/outside-calls.ts'
import { json } from '../../test/helpers/stand-in.ts'
import { bridgeManifest } from '../../test/stand-ins/bridge-manifest.ts'
import { checkBridgeAccount } from './check-account.ts'

const field = (field_name: string, change: object) => {
  return { field_name, display: field_name.toUpperCase(), mandatory: true, type: 'password', store: true, ...change }
}

async function check(...fields: readonly object[]) {
  const bridge = await standIn(json({}))
  const given = bridgeManifest(bridge.origin, { name: 'desk', authentication_configuration: fields })
  const { manifest, errors } = readManifest(given, { mayBePlain: () => true })
  if (manifest === undefined) throw new Error(JSON.stringify(errors))
  const marks: string[] = []
  const unused = () => Promise.reject(new Error('Test Connection marks nothing.'))
  const host = {
    web: webClient(),
    now: () => new Date(),
    accountTokens: { token: () => Promise.reject(new Error('The account has no tokens.')) },
    attention: { mark: unused, wentWell: async (_id: string, kind: string) => void marks.push(kind) },
  }
  const account = { id: 'a1', name: 'Desk of Ana', properties: { token: 'token-of-ana-0123456789' } }
  const answer = await checkBridgeAccount(host, manifest.integration, account, AbortSignal.timeout(5_000))
  return { answer, marks, calls: bridge.requests.length }
}

describe('Test Connection of an account of a bridge', () => {
  it('does not ask the bridge where it needs a field that is not stored, and says when it is asked', async () => {
    const { answer, marks, calls } = await check(field('token', {}), field('pin', { store: false }))
    expect(answer).toMatchObject({
      ok: true,
      checks: [
        {
          ok: true,
          text: 'The bridge was not asked: it needs PIN, which is not stored. It is asked when the account is saved with it.',
        },
      ],
    })
    expect([calls, marks]).toEqual([0, []])
  })

  it('asks the bridge where a field that is not stored may be left out', async () => {
    const optional = field('pin', { store: false, mandatory: false })
    const { answer, marks, calls } = await check(field('token', {}), optional)
    expect([answer.message, calls, marks]).toEqual(['The bridge takes the account.', 1, ['account']])
  })
})
