/** What every item has; the output fields of the flow arrive beside these. */
const itemFields = [
  { key: 'id', label: 'ID', type: 'string', primary: true },
  { key: 'event', label: 'Event', type: 'string' },
  { key: 'time', label: 'Time', type: 'datetime' },
]

const itemSample = {
  id: '01990000-0000-7000-8000-000000000001.2.1',
  event: 'case_closed',
  time: '2026-01-31T09:30:00.000Z',
}

const eventField = {
  key: 'event',
  label: 'Event',
  type: 'string',
  required: false,
  helpText: 'The Event of Zapier Invoke in the flow. Leave it empty to take all events of the account.',
}

module.exports = { eventField, itemFields, itemSample }
