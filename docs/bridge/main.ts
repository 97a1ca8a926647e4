import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { createBridge } from './bridge.ts'
import { copyCrm, createFileCrm } from './file-crm.ts'

const port = Number(process.env.BRIDGE_PORT ?? 8788)
const publicUrl = process.env.BRIDGE_URL ?? `http://127.0.0.1:${port}`
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const folder = process.env.BRIDGE_CRM ?? (await copyCrm(beside('crm'), beside('data')))

const signingSecrets = (process.env.BRIDGE_SIGNING_SECRETS ?? '').split(/\s+/).filter((secret) => secret !== '')

const bridge = createBridge({ crm: createFileCrm(folder), publicUrl, signingSecrets })
// A proxy that speaks https stands before it, so it listens on this machine only.
serve({ fetch: bridge.fetch, port, hostname: '127.0.0.1' })
console.log(`The bridge listens at http://127.0.0.1:${port}. Its manifest is ${publicUrl}/manifest.json.`)
