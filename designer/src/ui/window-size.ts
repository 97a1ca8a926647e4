import { useMediaQuery } from '@mantine/hooks'

const now = { getInitialValueInEffect: false } as const

/** A phone, or any other window this narrow: lists are cards, and the Outline stands in for the board. */
export const useIsPhone = (): boolean => useMediaQuery('(max-width: 640px)', false, now)

/** Too narrow for a panel beside the board: it lies over it, and closes. */
export const useIsNarrow = (): boolean => useMediaQuery('(max-width: 900px)', false, now)

/** Wide enough for the contact beside the inbox's list and thread. */
export const useHasRoomForContact = (): boolean => useMediaQuery('(min-width: 1181px)', true, now)

/** Wide enough for two panels beside the board. */
export const useFitsTwoPanels = (): boolean => useMediaQuery('(min-width: 1280px)', true, now)
