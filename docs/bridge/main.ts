import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { createBridge } from './bridge.ts'
import { createFileCrm } from './file-crm.ts'

const port = Number(process.env.BRIDGE_PORT ?? 8788)
const publicUrl = process.env.BRIDGE_URL ?? `http://127.0.0.1:${port}`
const folder = process.env.BRIDGE_CRM ?? fileURLToPath(new URL('crm', import.meta.url))

const signingSecrets = (process.env.BRIDGE_SIGNING_SECRETS ?? '').split(/\s+/).filter((secret) => secret !== '')

const bridge = createBridge({ crm: createFileCrm(folder), publicUrl, signingSecrets })
// A proxy that speaks https stands before it, so it listens on this machine only.
serve({ fetch: bridge.fetch, port, hostname: '127.0.0.1' })
console.log(`The bridge listens at http://127.0.0.1:${port}. Its manifest is ${publicUrl}/manifest.json.`)
