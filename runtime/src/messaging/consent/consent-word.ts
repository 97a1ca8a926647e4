/** What a contact asks for with a word. */
export type ConsentWish = 'out' | 'in' | 'help'

/** By language, in capitals without accents. Contacts may use any of them, because their language is not known. */
const words: Readonly<Record<string, Readonly<Record<ConsentWish, readonly string[]>>>> = {
  en: {
    out: ['STOP', 'STOPALL', 'STOP ALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPT OUT', 'OPTOUT'],
    in: ['START', 'UNSTOP'],
    help: ['HELP', 'INFO'],
  },
  de: { out: ['STOPP', 'ABMELDEN'], in: ['ANMELDEN'], help: ['HILFE'] },
  es: { out: ['PARAR', 'CANCELAR', 'DETENER'], in: ['INICIAR'], help: ['AYUDA'] },
  fr: { out: ['ARRET', 'DESABONNER'], in: ['REPRENDRE'], help: ['AIDE'] },
  pt: { out: ['PARAR', 'CANCELAR', 'SAIR'], in: ['INICIAR'], help: ['AJUDA'] },
}

const wishes = new Map<string, ConsentWish>(
  Object.values(words).flatMap((language) => [
    ...language.out.map((word) => [word, 'out'] as const),
    ...language.in.map((word) => [word, 'in'] as const),
    ...language.help.map((word) => [word, 'help'] as const),
  ]),
)

const LONGEST_LETTERS = 40

/**
 * What a message asks for that is one of these words and nothing else. Case, accents, punctuation and symbols make no
 * difference. Undefined for any other message: a sentence that contains such a word asks for nothing.
 */
export function consentWishOf(text: string): ConsentWish | undefined {
  if (text.length > LONGEST_LETTERS) return undefined
  return wishes.get(spelled(text))
}

function spelled(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{P}\p{S}\p{C}]/gu, (sign) => (/\s/.test(sign) ? ' ' : ''))
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase()
}
