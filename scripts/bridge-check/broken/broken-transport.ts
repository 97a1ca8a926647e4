import { gzipSync } from 'node:zlib'
import { closeSocket, hang, json, text } from '../../../runtime/test/helpers/stand-in.ts'
import { always, type BrokenBridge, bytes, contacts, redirect, signedIn } from './breaks.ts'

/** Answers that are wrong whatever they hold: types, encodings, sizes, times, redirects. */
export const brokenTransport: readonly BrokenBridge[] = [
  {
    title: 'sends HTML',
    path: contacts,
    fault: always(text('<!doctype html>', { contentType: 'text/html' })),
    says: 'a page (HTML or XML)',
  },
  {
    title: 'redirects to a private address',
    path: contacts,
    fault: always(redirect(302, 'http://10.0.0.1/contacts')),
    says: 'answered with a redirect (302)',
  },
  {
    title: 'redirects with the body',
    path: contacts,
    fault: always(redirect(307, '/api/agents')),
    says: 'answered with a redirect (307)',
  },
  {
    title: 'calls JSON text',
    path: contacts,
    fault: signedIn(({ body }) => text(JSON.stringify(body))),
    says: 'The Content-Type is "text/plain"',
  },
  {
    title: 'has no Content-Type',
    path: contacts,
    fault: signedIn(({ body }) => bytes(JSON.stringify(body), {})),
    says: 'The Content-Type is missing',
  },
  {
    title: 'sends Latin-1',
    path: contacts,
    fault: always(
      bytes(Buffer.from('{"contacts":[{"id":"1","name":"Zoë"}]}', 'latin1'), {
        'content-type': 'application/json; charset=iso-8859-1',
      }),
    ),
    says: 'The charset is "iso-8859-1"',
  },
  {
    title: 'sends broken UTF-8',
    path: contacts,
    fault: always(bytes(Buffer.from('{"contacts":[],"x":"\xff"}', 'latin1'))),
    says: 'The answer is not UTF-8',
  },
  {
    title: 'sends UTF-16',
    path: contacts,
    fault: always(bytes(Buffer.from('{"contacts":[{"id":"1","name":"Zoë"}]}', 'utf16le'))),
    says: 'The answer is no JSON',
  },
  {
    title: 'sends a byte order mark',
    path: contacts,
    fault: signedIn(({ body }) => bytes(`\uFEFF${JSON.stringify(body)}`)),
    says: 'byte order mark',
  },
  {
    title: 'never answers',
    path: contacts,
    fault: always(hang),
    says: 'no complete answer within 0.5 s',
    timeoutMs: 500,
  },
  {
    title: 'begins an answer and stops',
    path: contacts,
    fault: always((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"contacts":[')
    }),
    says: 'no complete answer within 0.5 s',
    timeoutMs: 500,
  },
  {
    title: 'sends 2 MiB',
    path: contacts,
    fault: always(json({ contacts: [], filler: 'x'.repeat(2 * 1024 * 1024) })),
    says: 'larger than 1 MiB',
  },
  {
    title: 'sends 2 MiB in a small package',
    path: contacts,
    fault: always(
      bytes(gzipSync(' '.repeat(2 * 1024 * 1024)), { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
    ),
    says: 'larger than 1 MiB',
  },
  {
    title: 'closes the connection',
    path: contacts,
    fault: always(closeSocket),
    says: 'closed the connection before the reply was complete',
  },
  {
    title: 'announces more than it sends',
    path: contacts,
    fault: always((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"contacts":[]}', () => response.destroy())
    }),
    says: 'There was no answer',
  },
  { title: 'sends no JSON', path: contacts, fault: always(bytes('contacts: []')), says: 'The answer is no JSON' },
  {
    title: 'nests without end',
    path: contacts,
    fault: always(bytes(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)),
    says: 'The answer is no JSON',
  },
  { title: 'sends nothing', path: contacts, fault: always(bytes('')), says: 'The answer is empty' },
  {
    title: 'answers a page with 204',
    path: contacts,
    fault: always((response) => {
      response.writeHead(204)
      response.end()
    }),
    says: 'answered 204, which says nothing here. A page of contacts is answered with 200.',
  },
  {
    title: 'has no such endpoint',
    path: contacts,
    fault: always(json({ message: 'No such call.' }, 404)),
    says: 'answered 404. It said: {"message":"No such call."}',
  },
  { title: 'wants fewer calls', path: contacts, fault: always(json({}, 429)), says: 'wants fewer calls (429)' },
]
