import { useDebouncedValue } from '@mantine/hooks'
import type { Option } from '@patchbay/shared/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../../api/query-options.ts'
import { SEARCH_PAUSE_MS } from '../../ui/search-pause.ts'

interface OptionsAsked {
  /** Name of the source of the choices. */
  readonly source: string
  /** The inputs that they depend on, as JSON. */
  readonly inputs: string
  /** The value that the field holds; empty for none. */
  readonly chosen: string
  /** The label of a chosen value that the source no longer has. Default: the value. */
  readonly gone: string | undefined
}

/** The choices of a source as far as they were read, with what the field holds among them. */
export function useOptions({ source, inputs, chosen, gone }: OptionsAsked) {
  const [isOpen, setIsOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [picked, setPicked] = useState<Option | null>(null)
  const enabled = isOpen || chosen !== ''
  const all = useInfiniteQuery({ ...queries.options({ source, search: '', inputs }), enabled })
  const listed = itemsOf(all.data).find(({ value }) => value === chosen)
  // What stands on a page that was not read yet is looked up, so that its label can be shown.
  const isFar = chosen !== '' && listed === undefined && picked?.value !== chosen && all.hasNextPage
  const byValue = useInfiniteQuery({ ...queries.options({ source, search: chosen, inputs }), enabled: isFar })
  const known =
    listed ??
    (picked?.value === chosen && all.hasNextPage ? picked : undefined) ??
    itemsOf(byValue.data).find(({ value }) => value === chosen)
  const isGone = known === undefined && all.data !== undefined && !all.hasNextPage
  const own = known ?? { value: chosen, label: (isGone ? gone : undefined) ?? chosen }
  // Mantine writes the label of the chosen option into the search field: that is no search.
  const [search] = useDebouncedValue(typed === own.label ? '' : typed, SEARCH_PAUSE_MS)
  const list = useInfiniteQuery({ ...queries.options({ source, search, inputs }), enabled })
  const found = itemsOf(list.data)
  const isShown = chosen === '' || found.some(({ value }) => value === chosen)
  return {
    list,
    search,
    options: isShown ? found : [own, ...found],
    open: () => setIsOpen(true),
    type: setTyped,
    pick: setPicked,
  }
}

function itemsOf(data: { readonly pages: readonly { readonly items: readonly Option[] }[] } | undefined) {
  return data?.pages.flatMap(({ items }) => items) ?? []
}
