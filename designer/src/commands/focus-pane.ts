/** The panes in the order that Tab goes through them. Each carries its name as `data-pane`. */
export const panes = ['toolbar', 'actions', 'board', 'panel'] as const
export type Pane = (typeof panes)[number]

const focusable =
  'a[href], button:not(:disabled), input:not(:disabled, [type="hidden"]), textarea, select, [contenteditable="true"], [tabindex="0"]'

/** Where the keyboard enters a pane: the block or line one was at, else the first thing that takes the focus. */
const entrances: Readonly<Record<Pane, string>> = {
  toolbar: focusable,
  actions: focusable,
  board: '[data-node-id][tabindex="0"], [role="treeitem"][tabindex="0"]',
  panel: focusable,
}

/** Moves the focus into a pane. False when there is nothing in it that could take it. */
export function focusPane(pane: Pane): boolean {
  const element = paneElement(pane)
  if (!element) return false
  const target = firstShown(element, entrances[pane]) ?? firstShown(element, focusable)
  target?.focus()
  return target !== null
}

/** As `focusPane`, once a pane that is being drawn or loaded is there, unless a pop-up was opened meanwhile. */
export function focusPaneSoon(pane: Pane, tries = 40): void {
  window.setTimeout(() => {
    if (document.querySelector('[role="dialog"][aria-modal="true"]')) return
    const element = paneElement(pane)
    const entrance = element && firstShown(element, entrances[pane])
    if (entrance) entrance.focus()
    else if (tries > 0) focusPaneSoon(pane, tries - 1)
    else focusPane(pane)
  }, 50)
}

/** The pane that has the focus. */
export function focusedPane(): Pane | null {
  const name = document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane')
  return panes.find((pane) => pane === name) ?? null
}

function paneElement(pane: Pane): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-pane="${pane}"]`)
}

function firstShown(within: HTMLElement, selector: string): HTMLElement | null {
  const found = [...within.querySelectorAll<HTMLElement>(selector)]
  return found.find((element) => element.checkVisibility({ visibilityProperty: true })) ?? null
}
