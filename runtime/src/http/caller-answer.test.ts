import { expect, it } from 'vitest'
import { toAnswer } from './caller-answer.ts'

const answer = { status: 200, contentType: 'text/plain', headers: {}, body: 'ok' }

it('sends a header that no byte stands for as UTF-8, such as the dots in place of a secret', () => {
  const sent = toAnswer({ ...answer, headers: { 'x-token': '•••', 'x-name': 'José 茶' } })
  const read = (name: string) => Buffer.from(sent.headers.get(name) ?? '', 'latin1')
  expect(read('x-token').toString('utf8')).toBe('•••')
  expect(read('x-name').subarray(-3).toString('utf8')).toBe('茶')
})
