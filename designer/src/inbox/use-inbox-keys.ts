import { useHotkeys } from '@mantine/hooks'
import { useCharacterKeys } from '../ui/character-keys.ts'

interface InboxKeys {
  /** Goes to the next (1) or former (-1) conversation of the list. */
  readonly onMove: (by: 1 | -1) => void
  readonly onReply: () => void
  readonly onNote: () => void
  readonly onTake: () => void
  readonly onClose: () => void
  readonly onHandBack: () => void
  readonly onSnooze: () => void
}

/** Single letters, outside of fields only; they can be switched off with all the others. */
export function useInboxKeys(keys: InboxKeys): void {
  const areOn = useCharacterKeys()
  useHotkeys(
    areOn
      ? [
          ['j', () => keys.onMove(1)],
          ['k', () => keys.onMove(-1)],
          ['r', keys.onReply],
          ['n', keys.onNote],
          ['a', keys.onTake],
          ['e', keys.onClose],
          ['h', keys.onHandBack],
          ['z', keys.onSnooze],
        ]
      : [],
  )
}
