const { baseUrl, startableFlows } = require('../patchbay')

const contactFields = [
  { key: 'ANI', label: 'Contact', type: 'string', required: false, helpText: 'The phone number of the contact: $ANI.' },
  { key: 'DNIS', label: 'Our Number', type: 'string', required: false, helpText: 'The number to answer from: $DNIS.' },
]

/** The Expected Inputs of the chosen flow, and the two numbers that every flow takes. */
async function inputsOfFlow(z, bundle) {
  const { flow } = bundle.inputData
  if (!flow) return []
  const chosen = (await startableFlows(z, bundle)).find(({ flowId }) => flowId === flow)
  if (chosen === undefined) return []
  const expected = chosen.expectedInputs.map(({ name, required, description }) => ({
    key: name,
    label: name,
    type: 'string',
    required,
    ...(description ? { helpText: description } : {}),
  }))
  const names = new Set(expected.map(({ key }) => key))
  return [...expected, ...contactFields.filter(({ key }) => !names.has(key))]
}

async function perform(z, bundle) {
  const { flow, ...inputs } = bundle.inputData
  const { data } = await z.request({
    method: 'POST',
    url: `${baseUrl(z, bundle)}/triggers/${encodeURIComponent(flow)}`,
    body: inputs,
  })
  return data
}

module.exports = {
  key: 'start_flow',
  noun: 'Flow',
  display: {
    label: 'Start a Flow',
    description: 'Starts a live flow that has an Inbound API trigger.',
  },
  operation: {
    inputFields: [
      {
        key: 'flow',
        label: 'Flow',
        type: 'string',
        required: true,
        dynamic: 'flow.id.name',
        altersDynamicFields: true,
        helpText: 'Live flows with an Inbound API trigger.',
      },
      inputsOfFlow,
    ],
    perform,
    sample: {
      runId: '01990000-0000-7000-8000-000000000003',
      statusUrl:
        'https://patchbay.example.com/triggers/01990000-0000-7000-8000-000000000002/runs/01990000-0000-7000-8000-000000000003',
    },
    outputFields: [
      { key: 'runId', label: 'Run ID', type: 'string', primary: true },
      { key: 'statusUrl', label: 'Status URL', type: 'string' },
    ],
  },
}
