import { cp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { copyCrm, createFileCrm } from '../../docs/bridge/file-crm.ts'
import { newSigningSecret } from '../../runtime/src/kit/standard-webhooks.ts'
import { createWebClient } from '../../runtime/src/platform/egress/create-web-client.ts'
import { json } from '../../runtime/test/helpers/stand-in.ts'
import { temporaryFolder } from '../../runtime/test/helpers/temporary-folder.ts'
import { signedIn } from './broken/breaks.ts'
import { brokenBridges } from './broken/broken-bridges.ts'
import { checkBridge } from './check-bridge.ts'
import { type ExampleBridge, startExampleBridge } from './example-bridge.ts'
import { readCheckFile, requireFields } from './read-arguments.ts'
import { reportText } from './report.ts'

let crm: string
const web = createWebClient({ allow: ['127.0.0.1'] })
let bridge: ExampleBridge

beforeAll(async () => {
  crm = await temporaryFolder('bridge-')
  bridge = await startExampleBridge(crm)
})
afterAll(async () => {
  await bridge.close()
  await web.close()
  await rm(crm, { recursive: true })
})

async function check({ timeoutMs = 30_000, actions = true } = {}) {
  const given = await readCheckFile(new URL('../../docs/bridge/check.json', import.meta.url).pathname)
  const { manifest, origin: url } = bridge
  return checkBridge({ web, url, manifest, ...given, ...(actions ? {} : { actions: {} }), timeoutMs, mostPages: 20 })
}

const PATIENT_MS = 60_000

it('the bridge of the documentation does everything right', { timeout: PATIENT_MS }, async () => {
  bridge.breakAt('/none', () => undefined)
  expect(
    reportText(await check()),
  ).toBe(`✓ Auth validation: It takes the credentials and refuses wrong ones. Kept with the account: company_id.
✓ Contact synchronization: 5 contacts on 3 pages, and only changes after that.
✓ Interaction retrieval: 1 interaction of a contact, none of an unknown one.
✓ Agent synchronization: 3 agents.
✓ Action create_ticket: It does what it is asked, and says why it cannot.

The bridge does everything right.
`)
  const tickets = await readdir(join(crm, 'northwind/tickets'))
  expect(tickets).toHaveLength(2)
})

it('the example stays as it is while a bridge is tried out, which keeps its tickets', async () => {
  const example = join(crm, 'example')
  const copy = join(crm, 'copy')
  const ticketsOf = async (folder: string) => (await readdir(join(folder, 'northwind/tickets'))).sort()
  await cp(new URL('../../docs/bridge/crm', import.meta.url), example, { recursive: true })
  const company = await createFileCrm(await copyCrm(example, copy)).open('northwind', 'key-of-northwind')
  await company?.addTicket({ id: 't-new', contactId: 'c-1', createdAt: '', subject: '', priority: '', status: 'new' })
  await copyCrm(example, copy)
  expect(await ticketsOf(example)).toEqual(['t-1.json'])
  expect(await ticketsOf(copy)).toEqual(['t-1.json', 't-new.json'])
})

it.each(brokenBridges)(
  'a bridge that $title is told so',
  { timeout: PATIENT_MS },
  async ({ path, fault, says, timeoutMs }) => {
    bridge.breakAt(path, fault)
    const findings = await check({
      actions: path.includes('actions'),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })
    const faults = findings.filter(({ kind }) => kind === 'fault')
    expect(faults.map(({ sentence }) => sentence).join('\n')).toContain(says)
    // Nothing else is blamed.
    if (timeoutMs === undefined) expect(new Set(faults.map(({ exchange }) => exchange)).size).toBe(1)
  },
)

it('a bridge with as many pages as the platform may well meet does everything right', {
  timeout: PATIENT_MS,
}, async () => {
  const pages = 1_200
  const page = signedIn(({ meta }) => {
    const end = { synchronization_checkpoint: 'a' }
    if (meta.synchronization_checkpoint !== undefined) return json({ contacts: [], ...end })
    const number = Number(meta.offset ?? 1)
    const next = number < pages ? { next_offset: number + 1 } : {}
    return json({ contacts: [{ id: number, name: 'Ines' }], ...next, ...end })
  })
  bridge.breakAt('/api/contacts', page)
  const { manifest, origin: url } = bridge
  const auth = { company: 'northwind', api_key: 'key-of-northwind' }
  const findings = await checkBridge({ web, url, manifest, auth, timeoutMs: 30_000 })
  expect(reportText(findings)).toContain('✓ Contact synchronization: 1200 contacts on 1200 pages')
})

it('what the bridge gave at its check goes along with every later call, and wrong secrets only in the calls that test them', {
  timeout: PATIENT_MS,
}, async () => {
  bridge.breakAt('/none', () => undefined)
  const before = bridge.requests.length
  await check()
  const calls = bridge.requests.slice(before).map(({ url, body }) => ({ url, auth: JSON.parse(body).auth }))
  const later = calls.filter(({ url }) => url !== '/api/auth_validation')
  expect(later.every(({ auth }) => auth.company === 'northwind')).toBe(true)
  expect(later.filter(({ auth }) => auth.company_id !== 'company-1')).toEqual([])
  expect(later.filter(({ auth }) => auth.api_key !== 'key-of-northwind')).toHaveLength(4)
})

it('credentials that people would enter must be in the file, and no others', () => {
  const { manifest } = bridge
  const [company, ...others] = manifest.integration.authentication_configuration
  if (company === undefined) throw new Error('The example has no fields.')
  const given = { ...company, field_name: 'given', source: 'auth_validation' } as const
  const integration = { ...manifest.integration, authentication_configuration: [company, ...others, given] }
  expect(() => requireFields({ ...manifest, integration }, { company: 'a', api_key: 'b' })).not.toThrow()
  expect(() => requireFields({ ...manifest, integration }, { company: 'a' })).toThrow('missing: api_key.')
  const open = { ...integration, authentication_type: 'none' } as const
  expect(() => requireFields({ ...manifest, integration: open }, {})).not.toThrow()
})

it('a bridge that verifies signatures is told that it does, and one that does not look at them', {
  timeout: PATIENT_MS,
}, async () => {
  const folder = await temporaryFolder('bridge-')
  const [older, signingSecret] = [newSigningSecret(), newSigningSecret()]
  const verifying = await startExampleBridge(folder, { signingSecrets: [older, signingSecret] })
  const { manifest } = bridge
  const given = {
    ...{ web, manifest, auth: { company: 'northwind', api_key: 'key-of-northwind' }, timeoutMs: 30_000, mostPages: 20 },
  }
  try {
    const sentences = await checkBridge({ ...given, url: verifying.origin, signingSecret })
    expect(sentences.filter(({ kind }) => kind === 'fault')).toEqual([])
    expect(reportText(sentences)).toContain('✓ Signatures: It refuses calls whose signature is wrong or old.\n')
    const strangers = await checkBridge({ ...given, url: verifying.origin })
    expect(reportText(strangers)).toContain('The signature is missing, wrong or too old.')
    const open = await checkBridge({ ...given, url: bridge.origin, signingSecret })
    expect(open.filter(({ kind }) => kind === 'fault').map(({ sentence }) => sentence)).toEqual([
      'It took a call that another secret has signed (200). Verify webhook-signature first, and answer 401.',
      'It took a call that was signed an hour ago (200). Verify webhook-signature first, and answer 401.',
    ])
  } finally {
    await verifying.close()
    await rm(folder, { recursive: true })
  }
})

it('the same fault in many entries is one line with the first place', () => {
  const faults = [3, 4, 5].map(
    (at) => ({ kind: 'fault', exchange: 'Agents', sentence: `agents[${at}].id: No.` }) as const,
  )
  expect(reportText(faults)).toBe('✗ Agents: agents[3].id: No. (3 times)\n\n1 fault.\n')
})

it('a ticket that is created twice with one key is one ticket', async () => {
  const call = async (): Promise<{ readonly external_id: string }> => {
    const answer = await fetch(`${bridge.origin}/api/actions/create_ticket`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'run.5.1' },
      body: JSON.stringify({
        auth: { company: 'northwind', api_key: 'key-of-northwind' },
        meta: { contact_external_id: 'c-2' },
        data: { subject: 'Once', priority: 'low' },
      }),
    })
    return JSON.parse(await answer.text())
  }
  bridge.breakAt('/none', () => undefined)
  const [first, second] = [await call(), await call()]
  expect(second).toEqual(first)
  const kept = await readFile(join(crm, `northwind/tickets/${first.external_id}.json`), 'utf8')
  expect(JSON.parse(kept)).toMatchObject({ contactId: 'c-2', subject: 'Once' })
})

it('a company whose name leads out of the folder is refused', async () => {
  const answer = await fetch(`${bridge.origin}/api/auth_validation`, {
    method: 'POST',
    body: JSON.stringify({ auth: { company: '../northwind', api_key: 'key-of-northwind' } }),
  })
  expect(answer.status).toBe(401)
})
