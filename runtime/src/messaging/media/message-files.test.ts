import { expect, it } from 'vitest'
import { messageFiles } from './message-files.ts'

const links = { forPages: ({ id }: { readonly id: string }) => `/media/${id}?signature=s` }
const nothing = { type: null, name: null, bytes: null, problem: null }

it('a file that is kept here has a signed address, one of others its own, and the rest says why there is none', () => {
  const media = [
    { id: 'a', type: 'image/png', name: 'a.png', bytes: 3 },
    { id: 'b', url: 'https://service.example/b' },
    { id: 'c', problem: 'The service answered 404.' },
    { url: 'https://example.com/d.png' },
  ]
  expect(messageFiles({ media }, links)).toEqual([
    {
      id: 'a',
      type: 'image/png',
      name: 'a.png',
      bytes: 3,
      problem: null,
      state: 'stored',
      url: '/media/a?signature=s',
    },
    { ...nothing, id: 'b', state: 'fetching', url: null },
    { ...nothing, id: 'c', state: 'missing', url: null, problem: 'The service answered 404.' },
    { ...nothing, id: null, state: 'elsewhere', url: 'https://example.com/d.png' },
  ])
})
