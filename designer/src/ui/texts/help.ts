/** Words around the pages of the help. */
export const helpTexts = {
  title: 'Help',
  pages: 'Pages of the help',
  groups: {
    begin: 'Begin',
    flows: 'Flows',
    accounts: 'Accounts',
    operators: 'For operators',
  },
  otherPage: 'Another page',
  keys: 'Show all keys',
  version: (version: string) => `Patchbay ${version}`,
  noPage: 'There is no such page of the help',
  toFirst: 'Show the first page',
} as const
