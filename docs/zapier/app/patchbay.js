/**
 * The address of the Patchbay that a connection belongs to, without a trailing slash.
 * Only https leaves the machine; plain http is for a Patchbay on the machine that tries the app out.
 */
function baseUrl(z, bundle) {
  const text = String(bundle.authData.tenantUrl || '').trim()
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`)
  const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) {
    throw new z.errors.Error(
      'Enter the address of your Patchbay, such as https://patchbay.example.com.',
      'INVALID_ADDRESS',
      400,
    )
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** The newest items of the account, newest first; of one event where the Zap names one. */
async function newestItems(z, bundle) {
  const { event } = bundle.inputData
  const { data } = await z.request({
    url: `${baseUrl(z, bundle)}/clientweb/api/v1/workflow-trigger`,
    headers: { Accept: 'application/json' },
    params: event ? { event } : {},
  })
  return data
}

/** The live flows that the account may start, with their Expected Inputs. */
async function startableFlows(z, bundle) {
  const { data } = await z.request({
    url: `${baseUrl(z, bundle)}/triggers`,
    headers: { Accept: 'application/json' },
  })
  return data.items
}

module.exports = { baseUrl, newestItems, startableFlows }
