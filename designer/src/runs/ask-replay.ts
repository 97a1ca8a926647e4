import { confirm } from '../ui/confirm.tsx'
import { runViewTexts as texts } from '../ui/texts/run-view.ts'
import { toasts } from '../ui/toasts.tsx'

export function replayLabel(fromStep: number): string {
  return fromStep > 1 ? texts.replayFrom(fromStep) : texts.replay
}

/** Asks, and says so once `replay` has done the run again from this step on. */
export function askReplay(fromStep: number, replay: () => Promise<void>): void {
  confirm({
    title: texts.replayTitle(fromStep),
    body: texts.replayText,
    keepLabel: texts.keep,
    confirmLabel: replayLabel(fromStep),
    tone: 'filled',
    onConfirm: async () => {
      await replay()
      toasts.success({ title: texts.replayed })
    },
  })
}
