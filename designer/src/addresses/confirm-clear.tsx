import type { NumberResource } from '@patchbay/shared/api'
import { confirm } from '../ui/confirm.tsx'
import { phone } from '../ui/formats.ts'
import { numberTexts } from '../ui/texts/number-assignment.ts'
import { assignmentLosses } from './assignment-facts.ts'

/** Asks before numbers lose their flow, naming the flows that are left without any. */
export function confirmClear(
  cleared: readonly NumberResource[],
  all: readonly NumberResource[],
  clear: (numbers: readonly string[]) => Promise<void>,
): void {
  const losses = assignmentLosses(cleared, all)
  confirm({
    title: numberTexts.clearTitle(cleared.length),
    body: (
      <>
        {numberTexts.clearBefore} <b className="num">{cleared.map(({ number }) => phone(number)).join(', ')}</b>{' '}
        {numberTexts.clearAfter} {losses.map((name) => numberTexts.losesLast(name)).join(' ')}
      </>
    ),
    keepLabel: numberTexts.keep(cleared.length),
    confirmLabel: numberTexts.clearConfirm(cleared.length),
    onConfirm: () => clear(cleared.map(({ number }) => number)),
  })
}
