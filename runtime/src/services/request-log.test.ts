import { expect, test } from 'vitest'
import { createRequestLog } from './request-log.ts'

const request = (second: number, nodeId = 1) => ({
  at: new Date(second * 1000).toISOString(),
  nodeId,
  method: 'POST',
  client: '127.0.0.1',
  verdict: 'started' as const,
  status: 202,
  detail: '',
  runId: null,
})

test('the log has the last 100 requests of each trigger of a flow, newest first', () => {
  const log = createRequestLog()
  for (let second = 0; second < 150; second += 1) log.add('a', request(second))
  log.add('a', request(1_000, 2))
  log.add('b', request(2_000))
  const listed = log.list('a')
  expect(listed).toHaveLength(101)
  expect(listed[0]).toMatchObject({ nodeId: 2 })
  expect(listed.at(-1)?.at).toBe(new Date(50_000).toISOString())
  expect(log.list('nobody')).toEqual([])
})

test('the log forgets the triggers that were called longest ago', () => {
  const log = createRequestLog()
  for (let flow = 0; flow <= 2_000; flow += 1) log.add(String(flow), request(flow))
  expect(log.list('0')).toEqual([])
  expect(log.list('1')).toHaveLength(1)
})
