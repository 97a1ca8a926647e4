/** Brings the field of a path into sight and into focus: its own, or the nearest that holds it. Unfolds what hides it. */
export function goToPath(form: HTMLElement | null, path: string): void {
  for (let at = path; at !== ''; at = holderOf(at)) {
    const place = form?.querySelector(`[data-path="${CSS.escape(at)}"]`)
    if (!(place instanceof HTMLElement)) continue
    for (let fold = place.closest('details'); fold !== null; fold = fold.parentElement?.closest('details') ?? null) {
      fold.open = true
    }
    place.scrollIntoView({ block: 'center' })
    if (place.matches('input, textarea')) place.focus()
    else place.querySelector<HTMLElement>('input, textarea, summary, button')?.focus()
    return
  }
}

/** `actions[0].inputs[2]` of `actions[0].inputs[2].key`; empty for the outermost one. */
function holderOf(path: string): string {
  return path.replace(/(?:^|\.)[^.[\]]*$|\[\d+\]$/, '')
}
