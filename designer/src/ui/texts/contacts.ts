import type { ContactErasure, ContactFieldKind, ContactHistoryKind } from '@patchbay/shared/api'
import { count } from '../formats.ts'

/** Words of the page of contacts, and of the contact's card elsewhere. */
export const contactTexts = {
  title: 'Contacts',
  list: 'Contacts',
  search: 'Name, number, e-mail or field',
  channel: 'Channel',
  anyChannel: 'Any channel',
  consent: 'Consent',
  anyConsent: 'Any consent',
  consentIs: { in: 'May be written to', out: 'Opted out' },
  language: 'Language',
  anyLanguage: 'Any language',
  since: 'Last message',
  anySince: 'Any time',
  sinceIs: { '1': 'Since yesterday', '7': 'In the last 7 days', '30': 'In the last 30 days' },
  amount: (amount: number) => (amount >= 100_000 ? 'More than 100,000 contacts' : count(amount, 'contact', 'contacts')),
  columns: { contact: 'Contact', channels: 'Channels', consent: 'Consent', last: 'Last message' },
  allowed: 'Allowed',
  stopped: 'Opted out',
  partly: 'Partly opted out',
  unreachable: 'No address',
  noMessage: 'No messages yet',
  noName: 'No name yet',
  more: 'Show more',
  open: (name: string) => `Open ${name}`,
  none: 'No contacts yet',
  noneHelp:
    'Everybody who writes to one of your addresses becomes a contact by itself. You can also add or import some.',
  nothingFound: 'No contact fits',
  nothingFoundHelp: 'Searched are beginnings of words in all fields, and any three digits of a number.',
  showAll: 'Show all contacts',
  choose: 'Choose a contact',
  chooseText: 'J and K go through the list, Enter opens.',
  add: 'New contact',
  export: 'Export',
  fieldsOpen: 'Fields',
  back: 'Back to the list',
  close: 'Close contact',
  menu: 'More for this contact',
  knownSince: (day: string) => `Contact since ${day}`,
  inInbox: 'Open in inbox',
  merge: 'Merge with another…',
  erase: 'Erase…',

  fields: 'Fields',
  allFields: 'Show empty fields',
  fewerFields: 'Hide empty fields',
  empty: '–',
  editField: (label: string, value: string) => (value === '' ? `${label}: empty, edit` : `${label}: ${value}, edit`),
  editingField: (label: string) => `${label}, being edited`,
  yes: 'yes',
  no: 'no',
  points: 'Channels and consent',
  noPoints: 'No address yet. It comes with the first message, or from the phone.',
  consentOf: {
    in: (day: string) => `Agreed on ${day}`,
    out: (day: string) => `Opted out on ${day}`,
    none: 'Nothing was recorded',
  },
  optedOutOf: (addresses: string) => `Wants nothing from ${addresses}`,
  externalIds: 'Ids elsewhere',
  notSaved: 'The contact was not changed',

  history: 'History',
  historyKinds: {
    all: 'All',
    conversations: 'Conversations',
    runs: 'Runs',
    consent: 'Consent',
    changes: 'Changes',
  } satisfies Record<'all' | ContactHistoryKind, string>,
  historyKind: 'What the history shows',
  noHistory: 'Nothing here yet.',
  someFile: 'A file',
  conversationWith: (address: string) => `Conversation at ${address}`,
  statusIs: { open: 'Open', waiting: 'Snoozed', closed: 'Closed' },
  answers: (name: string) => `${name} answers`,
  ran: (flow: string, status: string) => `${flow}, ${status}`,
  someFlow: 'A flow',
  optedOut: (shown: string) => `Opted out: ${shown}`,
  optedIn: (shown: string) => `May be written to again: ${shown}`,
  fromAddress: (address: string) => (address === '' ? 'All your addresses' : `From ${address}`),
  changeIs: {
    created: 'Contact added',
    imported: 'Imported',
    merged: (name: string) => (name === '' ? 'Merged with another contact' : `Merged with ${name}`),
    fields: (amount: number) => count(amount, 'field changed', 'fields changed'),
    became: (label: string, value: string) => `${label} became ${value}`,
    emptied: (label: string) => `${label} was emptied`,
    addresses: 'Addresses or ids changed',
  },
  by: (name: string) => `By ${name}`,
  byItself: 'By itself',
}

export const newContactTexts = {
  title: 'New contact',
  firstName: 'First name',
  lastName: 'Last name',
  phone: 'Phone',
  phoneHelp: 'In full, such as +1 305 555 0142. Texts from this number are then known to be from this contact.',
  email: 'E-mail',
  nothing: 'Fill in at least one field.',
  create: 'Add contact',
}

export const mergeTexts = {
  title: (name: string) => `Merge ${name} with another contact`,
  find: 'Find the other contact',
  findHelp: 'By name, number or e-mail.',
  nobody: 'No other contact fits.',
  which: 'Which value stays',
  here: 'This contact',
  other: 'The other contact',
  valueOf: (label: string) => `${label}: which value stays`,
  noDifference: 'No field has two different values. What is empty here is taken from the other one.',
  moves:
    'Addresses, conversations, consent, ids elsewhere and the history of the other one move here. This cannot be undone.',
  confirm: 'Merge',
  done: 'Merged',
  doneText: (name: string) => `${name} has everything of both now.`,
}

export const contactImportTexts = {
  open: 'Import',
  file: 'CSV file with contacts',
  title: 'Import contacts',
  tooLarge: 'The file has more than 64 MB. Import it in parts.',
  notImported: 'The contacts were not imported',
  columns: 'What the columns are',
  columnOf: (name: string) => `Column ${name}`,
  aside: 'Leave aside',
  addressOn: (channel: string) => `Address: ${channel}`,
  idOf: (source: string) => `Id in ${source}`,
  first: 'The first lines',
  found: (name: string, toAdd: number, toChange: number) =>
    `${name} has ${count(toAdd, 'new contact', 'new contacts')} and ${count(toChange, 'known one', 'known ones')}.`,
  known: 'Who is known by an address or an id elsewhere is changed; empty cells leave fields alone.',
  confirm: (amount: number) => `Import ${count(amount, 'contact', 'contacts')}`,
  done: 'Contacts imported',
  doneText: (added: number, changed: number) => `${count(added, 'is new', 'are new')}, ${changed} known.`,
}

export const eraseTexts = {
  title: (name: string) => `Erase ${name} for good?`,
  counting: 'Counting what would go…',
  goes: ({ conversations, messages, files, notes }: ContactErasure) =>
    `${count(conversations, 'conversation', 'conversations')} with ${count(messages, 'message', 'messages')}, ` +
    `${count(files, 'file', 'files')} and ${count(notes, 'note', 'notes')} go, and so do all fields and addresses.`,
  runs: ({ runs, openRuns }: ContactErasure) =>
    `${count(runs, 'run keeps', 'runs keep')} what was done and when, but no value of this contact.` +
    (openRuns === 0 ? '' : ` ${count(openRuns, 'is under way and is', 'are under way and are')} cancelled.`),
  stays:
    'An opt-out stays in force, without the address. That you erased somebody is recorded, without a word of them.',
  elsewhere: 'What flows have sent to other systems or put into your tables stays there, and so do backups.',
  forGood: 'Nobody can bring this back.',
  keep: 'Keep contact',
  confirm: 'Erase for good',
  done: 'Erased',
  doneText: 'Nothing of this contact is left.',
}

export const ownFieldTexts = {
  title: 'Your own fields',
  help: 'Every contact has them, and flows read them as $contact.key.',
  none: 'There are none yet.',
  label: 'Label',
  labelMissing: 'Give the field a label.',
  kind: 'Kind',
  kinds: { text: 'Text', number: 'Number', date: 'Date', boolean: 'Yes or no' } satisfies Record<
    ContactFieldKind,
    string
  >,
  add: 'Add field',
  remove: (label: string) => `Remove ${label}`,
  removeTitle: (label: string) => `Remove ${label} from all contacts?`,
  removeText: 'What contacts have in it is gone for good, and flows find it empty. Their history still shows it.',
  keep: 'Keep field',
  removed: 'Field removed',
}
