import { json } from '../../../runtime/test/helpers/stand-in.ts'
import { always, type BrokenBridge, contact, contacts, first, isWrong } from './breaks.ts'

/** Contacts that are not as they must be. */
export const brokenContacts: readonly BrokenBridge[] = [
  {
    title: 'gives contacts to wrong credentials',
    path: contacts,
    fault: (exchange) => (isWrong(exchange) ? json({ contacts: [contact] }) : undefined),
    says: 'It took wrong credentials (200).',
  },
  {
    title: 'trusts what it has given itself',
    path: contacts,
    fault: (exchange) =>
      isWrong(exchange) && exchange.auth.company_id !== undefined ? json({ contacts: [contact] }) : undefined,
    says: 'It took wrong credentials (200).',
  },
  {
    title: 'sends contacts alone',
    path: contacts,
    fault: always(json([contact])),
    says: 'The answer must be an object',
  },
  {
    title: 'leaves the contacts out',
    path: contacts,
    fault: always(json({ synchronization_checkpoint: 'a' })),
    says: 'contacts: It is missing',
  },
  {
    title: 'sends contacts by id',
    path: contacts,
    fault: always(json({ contacts: { 'c-1': contact } })),
    says: 'contacts: It must be a list',
  },
  {
    title: 'sends names as contacts',
    path: contacts,
    fault: always(json({ contacts: ['Ines'], synchronization_checkpoint: 'a' })),
    says: 'contacts[0]: Must be an object. It is text.',
  },
  {
    title: 'sends a contact without id',
    path: contacts,
    fault: first('contacts', { id: undefined }),
    says: '.id: It is missing or empty',
  },
  {
    title: 'sends an id that is an object',
    path: contacts,
    fault: first('contacts', { id: { $oid: '1' } }),
    says: '.id: Must be text. It is an object.',
  },
  {
    title: 'sends a contact without a name',
    path: contacts,
    fault: first('contacts', { name: '' }),
    says: '.name: It is missing or empty',
  },
  {
    title: 'sends one e-mail address as text',
    path: contacts,
    fault: first('contacts', { emails: 'ines@a.example' }),
    says: '.emails: Must be a list of texts',
  },
  {
    title: 'sends an e-mail address that is none',
    path: contacts,
    fault: first('contacts', { emails: ['ines'] }),
    says: 'One of them is no e-mail address',
  },
  {
    title: 'sends phones as numbers',
    path: contacts,
    fault: first('contacts', { phones: [351210000001] }),
    says: '.phones[0]: Must be text, in quotes',
  },
  {
    title: 'sends null for what is not there',
    path: contacts,
    fault: first('contacts', { company: null }),
    says: '.company: It is null',
  },
  {
    title: 'sends NUL',
    path: contacts,
    fault: first('contacts', { title: 'Buyer\0' }),
    says: '.title: It has NUL characters',
  },
  {
    title: 'sends a book as a title',
    path: contacts,
    fault: first('contacts', { title: 'x'.repeat(20_000) }),
    says: '.title: It has 20000 characters',
  },
  {
    title: 'sends a contact twice on a page',
    path: contacts,
    fault: always(json({ contacts: [contact, contact], synchronization_checkpoint: 'a' })),
    says: 'Another entry of this answer has the same id',
  },
]
