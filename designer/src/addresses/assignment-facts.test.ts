import type { AddressResource } from '@patchbay/shared/api'
import { expect, test } from 'vitest'
import { assignmentLosses, findAddresses, takenAddresses } from './assignment-facts.ts'

const number = (digits: string, flow: string | null, label = ''): AddressResource => ({
  channel: 'sms',
  value: digits,
  shown: digits,
  label,
  accountId: 'simulator',
  accountName: 'Simulator',
  capabilities: ['sms'],
  flowId: flow,
  flowName: flow === null ? null : `Flow ${flow}`,
})

const weather = number('+17865550100', 'weather', 'Weather line')
const desk = number('+13055550142', 'desk', 'Front desk')
const deskToo = number('+13055550143', 'desk')
const free = number('+13055550164', null)
const all = [weather, desk, deskToo, free]

test('free and in use divide the list, and a search finds digits written with blanks', () => {
  expect(findAddresses(all, 'free', '')).toEqual([free])
  expect(findAddresses(all, 'used', '')).toEqual([weather, desk, deskToo])
  expect(findAddresses(all, 'all', '305 555 0142')).toEqual([desk])
  expect(findAddresses(all, 'all', 'weather')).toEqual([weather])
})

test('a number is taken when another flow answers it, not when it is free or ours', () => {
  expect(takenAddresses([weather, desk, free], 'weather')).toEqual([desk])
})

test('a flow is left without a number only when its last one goes', () => {
  expect(assignmentLosses([desk], all)).toEqual([])
  expect(assignmentLosses([desk, deskToo], all)).toEqual(['Flow desk'])
})
