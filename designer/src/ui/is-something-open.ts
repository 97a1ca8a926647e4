/** Whether a list or pop-up that Esc closes is open above the page. Asked on the way down: they close before it comes up. */
export function isSomethingOpen(): boolean {
  const open = document.querySelectorAll('#overlays :is([role="dialog"], [role="menu"], [role="listbox"])')
  return [...open].some((element) => element.checkVisibility())
}
