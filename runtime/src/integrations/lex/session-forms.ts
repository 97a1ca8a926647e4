/** The parts that name a bot, and what each looks like. */
export const forms: Readonly<
  Record<'botId' | 'botAlias' | 'locale', { readonly title: string; readonly form: RegExp }>
> = {
  botId: { title: 'Bot Name/ID', form: /^[0-9a-zA-Z]{10}$/ },
  botAlias: { title: 'Bot Alias', form: /^[0-9a-zA-Z]{10}$/ },
  locale: { title: 'Locale', form: /^[a-z]{2,3}(?:_[A-Z0-9]{2,3})?$/ },
}

export const hints = {
  botId: 'It is the ID of 10 letters and digits under Bot details in the Lex console, not the name.',
  botAlias: 'It is the ID of 10 letters and digits under Aliases in the Lex console, not the name.',
  locale: 'It is a language and a country, such as en_US or es_419.',
}

/** What is wrong with the form of an input; undefined when it is right. */
export function problemOf(name: keyof typeof forms, value: string): string | undefined {
  const { title, form } = forms[name]
  return form.test(value.trim()) ? undefined : `${title} is not right. ${hints[name]}`
}
