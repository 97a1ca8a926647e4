import type { AccountTypeResource } from '@patchbay/shared/api'

/** In the order in which the choice of a type shows them. */
const groups = ['messengers', 'texts', 'systems'] as const
export type AccountGroup = (typeof groups)[number]

interface GroupedTypes {
  readonly group: AccountGroup
  readonly types: readonly AccountTypeResource[]
}

/** Types by what comes and goes through their accounts; groups without any are left out. */
export function accountGroups(types: readonly AccountTypeResource[]): readonly GroupedTypes[] {
  return groups
    .map((group) => ({ group, types: types.filter((type) => groupOf(type) === group) }))
    .filter((one) => one.types.length > 0)
}

/** Those whose title or description has every word of the search. */
export function searchedTypes(types: readonly AccountTypeResource[], search: string): readonly AccountTypeResource[] {
  const words = search.toLowerCase().split(/\s+/)
  return types.filter(({ title, description }) => {
    const text = `${title} ${description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

function groupOf({ capabilities, channels }: AccountTypeResource): AccountGroup {
  if (capabilities.numbers === true) return 'texts'
  return channels.length > 0 ? 'messengers' : 'systems'
}
