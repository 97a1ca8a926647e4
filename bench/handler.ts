import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { Agent, request } from 'undici'

/** The same work written by hand: POST in, GET, extract, POST, answer. It stores nothing. */
const service = process.argv[2] ?? ''
const dispatcher = new Agent()
const app = new Hono()

interface Forecast {
  readonly properties: { readonly periods: readonly { readonly temperature: number; readonly windSpeed: string }[] }
}

app.post('/run', async (context) => {
  const { city } = await context.req.json<{ city: string }>()
  const reply = await request(`${service}/forecast`, { dispatcher })
  // The service is ours and answers this shape.
  const { properties } = (await reply.body.json()) as Forecast
  const period = properties.periods[0]
  const sent = await request(`${service}/report`, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ city, temperature: period?.temperature, wind: period?.windSpeed }),
  })
  return context.json({ status: sent.statusCode, answer: await sent.body.json() })
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`handler at http://127.0.0.1:${port}\n`)
})
process.on('SIGTERM', () => process.exit(0))
