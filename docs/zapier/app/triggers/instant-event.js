const { eventField, itemFields, itemSample } = require('../item')
const { baseUrl, newestItems } = require('../patchbay')

/** Called when the Zap is switched on; what Patchbay answers comes back as `bundle.subscribeData`. */
async function performSubscribe(z, bundle) {
  const { event } = bundle.inputData
  const { data } = await z.request({
    method: 'POST',
    url: `${baseUrl(z, bundle)}/zapier/hooks`,
    body: { targetUrl: bundle.targetUrl, ...(event ? { event } : {}) },
  })
  return data
}

/** Called when the Zap is switched off. A subscription that has ended already is as good. */
async function performUnsubscribe(z, bundle) {
  const { id } = bundle.subscribeData
  const response = await z.request({
    method: 'DELETE',
    url: `${baseUrl(z, bundle)}/zapier/hooks/${encodeURIComponent(id)}`,
    skipThrowForStatus: true,
  })
  if (response.status !== 404) response.throwForStatus()
  return { id }
}

module.exports = {
  key: 'instant_event',
  noun: 'Event',
  display: {
    label: 'New Workflow Event (Instant)',
    description: 'Triggers when a flow reaches a Zapier Invoke that delivers at once.',
  },
  operation: {
    type: 'hook',
    inputFields: [eventField],
    performSubscribe,
    performUnsubscribe,
    perform: (_z, bundle) => [bundle.cleanedRequest],
    performList: (z, bundle) => newestItems(z, bundle),
    sample: itemSample,
    outputFields: itemFields,
  },
}
