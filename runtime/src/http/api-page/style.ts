/** The only style of the page, inline so that the page needs no file. Light or dark by the reader's own setting. */
export const apiPageStyle = `
:root { color-scheme: light dark; --text: #1c2024; --soft: #5a6169; --line: #d9dde2; --back: #fff; --box: #f6f7f9; --link: #0b5cad }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e9ec; --soft: #a9b1ba; --line: #373d44; --back: #16191c; --box: #1f2327; --link: #7cb8f5 }
}
* { box-sizing: border-box }
body { margin: 0; display: grid; grid-template-columns: 14rem minmax(0, 1fr); background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1rem; border-right: 1px solid var(--line) }
nav ul { list-style: none; margin: 0; padding: 0 }
nav li { padding: .15rem 0 }
main { padding: 1.5rem 2rem 4rem; max-width: 60rem }
a { color: var(--link) }
h1 { margin: 0 0 .5rem; font-size: 1.7rem }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.35rem }
h3 { margin: 0; font-size: 1rem }
h4 { margin: .75rem 0 .25rem; font-size: .8rem; color: var(--soft) }
article { margin: 0 0 1rem; padding: 1rem; border: 1px solid var(--line); border-radius: 8px }
article p { margin: .35rem 0 }
code { font: .9em ui-monospace, monospace }
.method { display: inline-block; min-width: 4rem; font: 700 .8rem ui-monospace, monospace }
.schema { padding: .5rem .75rem; border-radius: 6px; background: var(--box); overflow-x: auto }
.type, i, .about { color: var(--soft) }
ul ul { padding-left: 1.25rem }
article ul { margin: .25rem 0; padding-left: 1.25rem }
dl { margin: 0; display: grid; grid-template-columns: 5rem minmax(0, 1fr); gap: .35rem .5rem }
dt { font-family: ui-monospace, monospace }
dd { margin: 0 }
dd p { margin: 0 }
@media (max-width: 50rem) {
  body { display: block }
  nav { position: static; height: auto; border: 0 }
  main { padding: 0 1rem 2rem }
}
`
