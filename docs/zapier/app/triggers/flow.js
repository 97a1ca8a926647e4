const { startableFlows } = require('../patchbay')

/** Not to be chosen as a trigger: it fills the list of flows. */
module.exports = {
  key: 'flow',
  noun: 'Flow',
  display: {
    label: 'List of Flows',
    description: 'Triggers when the list of flows is needed.',
    hidden: true,
  },
  operation: {
    type: 'polling',
    perform: async (z, bundle) => (await startableFlows(z, bundle)).map(({ flowId, name }) => ({ id: flowId, name })),
    sample: { id: '01990000-0000-7000-8000-000000000002', name: 'Order Ready' },
    outputFields: [
      { key: 'id', label: 'ID', type: 'string' },
      { key: 'name', label: 'Name', type: 'string' },
    ],
  },
}
