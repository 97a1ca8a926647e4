import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { agentPage } from './agents.ts'
import { contactPage } from './contacts.ts'
import { createTicket } from './create-ticket.ts'
import type { Company, Crm } from './file-crm.ts'
import { interactionsOf } from './interactions.ts'
import { numberOf, type PlatformCall, readCall, textOf, textsOf } from './read-call.ts'
import { createVerifier } from './signatures.ts'

export interface BridgeOptions {
  readonly crm: Crm
  /** Where the platform reaches this bridge, without a trailing slash. It takes the place of the host in the manifest. */
  readonly publicUrl: string
  /** Contacts and agents per page. Default 100. */
  readonly pageSize?: number
  /** The signing secrets of the accounts at the platform. None: signatures are not looked at. */
  readonly signingSecrets?: readonly string[]
}

/** The bridge: one route per endpoint of the manifest. The platform calls all of them by POST. */
export function createBridge({ crm, publicUrl, pageSize = 100, signingSecrets = [] }: BridgeOptions) {
  const app = new Hono<{ Variables: { call: PlatformCall; company: Company } }>()
  const manifest = readBeside('manifest.json').replaceAll('https://bridge.example.com', publicUrl)
  const logo = readBeside('logo.svg')

  app.get('/manifest.json', (context) => context.body(manifest, 200, { 'content-type': 'application/json' }))
  app.get('/logo.svg', (context) => context.body(logo, 200, { 'content-type': 'image/svg+xml' }))

  // The signature says who calls. It is over the body as it came, so it is verified before anything reads that.
  const verify = signingSecrets.length === 0 ? undefined : createVerifier(signingSecrets)
  app.use('/api/*', async (context, next) => {
    try {
      verify?.(await context.req.text(), context.req.header())
    } catch (cause) {
      throw new HTTPException(401, { message: 'The signature is missing, wrong or too old.', cause })
    }
    return next()
  })

  // Every call brings the credentials along. 401 tells the platform that they are wrong; use it for nothing else.
  app.use('/api/*', async (context, next) => {
    const call = await readCall(context)
    const company = await crm.open(textOf(call.auth.company) ?? '', textOf(call.auth.api_key) ?? '')
    if (company === undefined) throw new HTTPException(401, { message: 'Company or API key is wrong.' })
    context.set('call', call)
    context.set('company', company)
    return next()
  })

  // What is answered here comes back in `auth` of all later calls.
  app.post('/api/auth_validation', (context) => context.json({ company_id: context.var.company.id }))

  app.post('/api/contacts', async (context) => {
    const { company, call } = context.var
    const checkpoint = textOf(call.meta.synchronization_checkpoint)
    const offset = textOf(call.meta.offset)
    return context.json(contactPage(await company.contacts(), { checkpoint, offset, pageSize }))
  })

  app.post('/api/interactions', async (context) => {
    const { company, call } = context.var
    // The account may have chosen none of the types of this bridge.
    if (!textsOf(call.meta.interaction_types).includes('ticket')) return context.json([])
    const { contact_external_id: id, contact_emails: emails, contact_phones: phones } = call.data
    const wanted = { id: textOf(id), emails: textsOf(emails), phones: textsOf(phones) }
    return context.json(interactionsOf(wanted, await company.contacts(), await company.tickets()))
  })

  app.post('/api/agents', async (context) => {
    const { company, call } = context.var
    // The first call has no offset, or null.
    const { offset } = call.meta
    return context.json(agentPage(await company.agents(), { offset: numberOf(offset), pageSize }))
  })

  app.post('/api/actions/create_ticket', async (context) => {
    const { company, call } = context.var
    const created = await createTicket(company, { ...call, key: context.req.header('idempotency-key') })
    if ('problem' in created) return context.json({ message: created.problem }, 400)
    return context.json({ message: 'The ticket was created.', external_id: created.id }, 201)
  })

  app.notFound((context) => context.json({ message: 'There is no such call.' }, 404))
  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.json({ message: error.message }, error.status)
    console.error(error)
    return context.json({ message: 'The bridge has a fault.' }, 500)
  })
  return app
}

function readBeside(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}
