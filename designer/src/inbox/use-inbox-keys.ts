import type { KeyBinding } from '../commands/key-binding.ts'
import { useCharacterKeys } from '../ui/character-keys.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import { usePageKeys } from '../ui/use-page-keys.ts'

interface InboxActs {
  /** Goes to the next (1) or former (-1) conversation of the list. */
  readonly onMove: (by: 1 | -1) => void
  readonly onReply: () => void
  readonly onNote: () => void
  readonly onTake: () => void
  readonly onClose: () => void
  readonly onHandBack: () => void
  readonly onSnooze: () => void
}

const texts = keyboardTexts.inboxKeys

/** Keys of the open conversation. */
const conversationKeys: readonly KeyBinding<InboxActs>[] = [
  { keys: ['j'], title: texts.next, run: ({ onMove }) => onMove(1) },
  { keys: ['k'], title: texts.previous, run: ({ onMove }) => onMove(-1) },
  { keys: ['r'], title: texts.reply, run: ({ onReply }) => onReply() },
  { keys: ['n'], title: texts.note, run: ({ onNote }) => onNote() },
  { keys: ['a'], title: texts.take, run: ({ onTake }) => onTake() },
  { keys: ['e'], title: texts.close, run: ({ onClose }) => onClose() },
  { keys: ['h'], title: texts.handBack, run: ({ onHandBack }) => onHandBack() },
  { keys: ['z'], title: texts.snooze, run: ({ onSnooze }) => onSnooze() },
]

/** All keys of the inbox, for the list of keys. Fields listen to the last two themselves. */
export const inboxKeys: readonly Pick<KeyBinding<InboxActs>, 'keys' | 'title'>[] = [
  ...conversationKeys,
  { keys: ['/'], title: texts.search },
  { keys: ['mod+Enter'], title: texts.send },
]

/** Single letters, outside of fields only; they can be switched off with all the others. */
export function useInboxKeys(acts: InboxActs): void {
  const areOn = useCharacterKeys()
  usePageKeys(
    areOn
      ? conversationKeys.flatMap(({ keys, run }) => keys.map((key): [string, () => void] => [key, () => run(acts)]))
      : [],
  )
}
