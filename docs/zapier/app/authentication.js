const { baseUrl } = require('./patchbay')

/** Patchbay answers 200 with an empty body, which the function form takes and a plain request object would not. */
async function test(z, bundle) {
  const { tenantUrl, username } = bundle.authData
  await z.request({
    url: `${baseUrl(z, bundle)}/clientweb/api/v1/workflow-trigger`,
    params: { tenantUrl },
  })
  return { tenantUrl, username }
}

module.exports = {
  type: 'basic',
  fields: [
    {
      key: 'tenantUrl',
      label: 'Patchbay Address',
      type: 'string',
      required: true,
      isNoSecret: true,
      placeholder: 'https://patchbay.example.com',
      helpText: 'Where your Patchbay is reached from the internet. It begins with https://.',
    },
    {
      key: 'username',
      label: 'Username',
      type: 'string',
      required: true,
      helpText: 'The username of the Zapier account in Patchbay, under **Accounts**.',
    },
    {
      key: 'password',
      label: 'Password',
      type: 'password',
      required: true,
      helpText: 'The password of that account. Patchbay shows a generated one once.',
    },
  ],
  test,
  connectionLabel: '{{username}} at {{tenantUrl}}',
}
