import type { Flow } from '@patchbay/shared/flow'
import type { ApiDriver } from '../../../runtime/test/helpers/api-driver.ts'
import { readFlowCases, readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { closeSocket, type StandIn } from '../../../runtime/test/helpers/stand-in.ts'
import { weatherService } from '../../../runtime/test/helpers/weather.ts'

/** Everybody's. */
export const housePassword = 'correct horse battery'

const longName = 'Rescheduling of appointments for the clinic on Biscayne Boulevard, evenings and weekends'

/**
 * What a Patchbay holds after some months of work: flows with long names, live and not, people, accounts, tokens, a table,
 * and runs that succeeded, failed, wait and had a failure caught.
 */
export async function fillHouse(api: ApiDriver, service: StandIn): Promise<void> {
  for (const { document } of readFlowCases()) await api.call('POST', '/flows', document)
  service.replyWith(weatherService())
  const text = JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', service.origin)
  const sample: Flow = JSON.parse(text)
  const line = '+13055550188'
  await api.call('POST', '/numbers', {
    number: line,
    label: 'Clinic, the line that is printed on every letter since 2019',
  })
  await api.deploy({ ...sample, name: longName }, [line])
  for (const last of ['201', '202', '203']) {
    const runId = await api.text({ from: `+13055550${last}`, to: line, text: 'Can I come an hour later on Thursday?' })
    await api.ended(runId)
  }
  service.replyWith(closeSocket)
  await api.ended(await api.text({ from: '+13055550204', to: line, text: 'Hello?' }))
  service.replyWith(weatherService())
  await people(api)
  await guests(api)
}

async function people(api: ApiDriver): Promise<void> {
  const password = housePassword
  const all = [
    [
      'Alexandra Featherstonehaugh-Whittington',
      'alexandra.featherstonehaugh-whittington@reception.example.com',
      'editor',
    ],
    ['Ben Ito', 'ben@example.com', 'viewer'],
    ['Tom Okafor', 'tom@example.com', 'agent'],
  ] as const
  for (const [name, email, role] of all) await api.call('POST', '/users', { name, email, password, role })
  for (const name of ['Order database', 'Booking system of the house in the old town, read only']) {
    await api.call('POST', '/tokens', { name, role: 'viewer' })
  }
}

async function guests(api: ApiDriver): Promise<void> {
  const columns = [
    { name: 'Phone', type: 'phone' },
    { name: 'Name', type: 'text' },
    { name: 'Arrival', type: 'date' },
    { name: 'What was said at the last call', type: 'text' },
    { name: 'Member', type: 'boolean' },
  ]
  const table = await api.call<{ id: string }>('POST', '/tables', {
    name: 'Guests of the house',
    columns,
    keyColumn: 'phone',
  })
  for (let guest = 0; guest < 12; guest += 1) {
    const said = 'Would like a quiet room away from the lift, and breakfast at seven.'
    await api.call('POST', `/tables/${table.id}/rows`, {
      cells: {
        phone: `+130555502${String(guest).padStart(2, '0')}`,
        name: `Guest ${guest}`,
        what_was_said_at_the_last_call: said,
        member: guest % 2 === 0,
      },
    })
  }
}
