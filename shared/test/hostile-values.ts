// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language under test writes names in ${…}
import type { Json } from '../src/json/index.ts'

/** Numbers from 0 up to 1, the same for every run with the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Texts that break careless templates, by what they try. */
export const hostileTexts = [
  '',
  ' ',
  '"',
  "'",
  '\\',
  '\\"',
  '","admin":true,"x":"',
  '}]}',
  '{"a":[1]}',
  'null',
  '-1e5',
  'line\nbreak\r\nand\ttab',
  '\u2028\u2029\u0085',
  '😀👩‍👩‍👧 é ✓ Ω',
  '\ud83d',
  '\ude00 tail',
  'a\ud800b',
  '\0',
  'x\0y\u0001\u001b\u007f\ufffe\uffff',
  '{{x}}',
  '{{{x}}}',
  '{{#x}}{{/x}}',
  '{{=<% %>=}}',
  '\\{{x}}',
  '$5',
  '$$',
  '$secret',
  '${secret}',
  '$(secret)',
  '$&$1$`',
  '__proto__',
  'constructor',
  '</a><b/>',
  ']]>',
  '-->',
  '<!--',
  '<![CDATA[x]]>',
  '&lt;&#65;',
  '" onclick="x',
  '..',
  '.',
  '../../admin',
  '%2e%2e/',
  '%',
  '?a=b&c=d#e',
  '&a=b',
  '=',
  '+ +',
  'https://evil.example/@host:80\\x',
  '\r\nX-Injected: yes\r\n\r\nbody',
] as const

/** Other values of plain JSON. */
export const hostileValues: readonly Json[] = [
  null,
  true,
  false,
  0,
  -0.5,
  1e21,
  12345678901234567890n,
  [],
  {},
  ['a"', { b: '</x>' }, '\ud800'],
  JSON.parse('{"__proto__":{"x":1},"constructor":"y","\\ud800":1}'),
]

/** A hostile value: one of the lists, or several texts joined to at most `maxLength` characters. */
export function hostileValue(random: () => number, maxLength = 5_000): Json {
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]
  const kind = random()
  if (kind < 0.15) return pick(hostileValues) ?? null
  if (kind < 0.6) return pick(hostileTexts) ?? ''
  let text = ''
  const length = kind < 0.95 ? random() * 60 : maxLength
  while (text.length < length) text += pick(hostileTexts)
  return text.slice(0, maxLength)
}
