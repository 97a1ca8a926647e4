import { expect, it } from 'vitest'
import { inboundSms, sendSms } from '../../test/fixtures/definitions.ts'
import { indexCatalog } from './catalog-index.ts'

it('knows a retired type by its newest version, each of its versions, and its variables', () => {
  const retired = { ...sendSms, id: 'old-sms', variablePrefix: 'OLDSMS', retired: 'The carrier has this no more.' }
  const second = { ...retired, typeVersion: 2 }
  const { definitions: known, prefixes } = indexCatalog({ nodes: [inboundSms], older: [second, retired] })
  expect(known.get('old-sms')).toBe(second)
  expect(known.of({ type: 'old-sms' })).toBe(retired)
  expect(prefixes).toContain('OLDSMS')
})

it('knows an earlier version of a type that is offered by its number only', () => {
  const newer = { ...sendSms, typeVersion: 2 }
  const { definitions: known } = indexCatalog({ nodes: [newer], older: [sendSms] })
  expect(known.get(sendSms.id)).toBe(newer)
  expect(known.of({ type: sendSms.id })).toBe(sendSms)
})
