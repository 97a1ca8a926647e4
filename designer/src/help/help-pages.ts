import type { helpTexts } from '../ui/texts/help.ts'

export interface HelpPageEntry {
  /** Below `docs`, without `.md`. */
  readonly path: string
  readonly title: string
  readonly group: keyof typeof helpTexts.groups
}

/** Pages that the help lists; others of `docs` are reached by their links. */
export const helpPages: readonly HelpPageEntry[] = [
  { group: 'begin', path: 'designer', title: 'Ten minutes with the designer' },
  { group: 'begin', path: 'designer-reference', title: 'Every part of the designer' },
  { group: 'begin', path: 'simulator', title: 'The phone simulator' },
  { group: 'begin', path: 'words', title: 'Words' },
  { group: 'flows', path: 'nodes/README', title: 'Triggers and actions' },
  { group: 'flows', path: 'functions', title: 'Functions' },
  { group: 'flows', path: 'consent', title: 'Consent and quiet hours' },
  { group: 'flows', path: 'media', title: 'Pictures and files' },
  { group: 'accounts', path: 'accounts', title: 'Accounts' },
  { group: 'accounts', path: 'messengers/README', title: 'Messengers' },
  { group: 'operators', path: 'api', title: 'API' },
  { group: 'operators', path: 'operations', title: 'Operations' },
  { group: 'operators', path: 'settings', title: 'Settings of the server' },
  { group: 'operators', path: 'scaling', title: 'Several nodes' },
  { group: 'operators', path: 'security', title: 'Security' },
  { group: 'operators', path: 'guarantees', title: 'Guarantees' },
]
