const { eventField, itemFields, itemSample } = require('../item')
const { newestItems } = require('../patchbay')

module.exports = {
  key: 'workflow_event',
  noun: 'Event',
  display: {
    label: 'New Workflow Event',
    description: 'Triggers when a flow reaches Zapier Invoke. Zapier asks for new items every few minutes.',
  },
  operation: {
    type: 'polling',
    inputFields: [eventField],
    // A function of its own: Zapier finds out by the function which trigger is meant.
    perform: (z, bundle) => newestItems(z, bundle),
    sample: itemSample,
    outputFields: itemFields,
  },
}
