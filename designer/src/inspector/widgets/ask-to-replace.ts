import { confirm } from '../../ui/confirm.tsx'
import { callingTexts as texts } from '../../ui/texts/calling.ts'

/** Asks before a secret that other systems send is replaced. */
export function askToReplace(what: string, replace: () => void): void {
  confirm({
    title: texts.replaceTitle(what),
    body: texts.replaceBody,
    keepLabel: texts.keep,
    confirmLabel: texts.replace,
    onConfirm: async () => replace(),
  })
}
