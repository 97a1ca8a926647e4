import type { Address, AddressResource } from '@patchbay/shared/api'
import { confirm } from '../ui/confirm.tsx'
import type { AssignmentTexts } from '../ui/texts/assignment.ts'
import { assignmentLosses } from './assignment-facts.ts'

/** Asks before addresses lose their flow, naming the flows that are left without any. */
export function confirmClear(
  cleared: readonly AddressResource[],
  all: readonly AddressResource[],
  texts: AssignmentTexts,
  clear: (addresses: readonly Address[]) => Promise<void>,
): void {
  const losses = assignmentLosses(cleared, all)
  confirm({
    title: texts.clearTitle(cleared.length),
    body: (
      <>
        {texts.clearBefore} <b className="num">{cleared.map(({ shown }) => shown).join(', ')}</b> {texts.clearAfter}{' '}
        {losses.map((name) => texts.losesLast(name)).join(' ')}
      </>
    ),
    keepLabel: texts.keep(cleared.length),
    confirmLabel: texts.clearConfirm(cleared.length),
    onConfirm: () => clear(cleared),
  })
}
