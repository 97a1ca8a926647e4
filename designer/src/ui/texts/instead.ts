/** What people look for that is not there, by words that begin so, and what to use in its place. */
export const insteadTexts: readonly { readonly words: readonly string[]; readonly use: string }[] = [
  {
    words: ['e-mail', 'email', 'mail', 'smtp'],
    use: 'No action sends e-mail. External Web Call reaches the web address of an e-mail service, and Zapier Invoke your mailbox.',
  },
  {
    words: ['whatsapp', 'messenger', 'telegram', 'line', 'viber', 'wechat', 'facebook', 'instagram', 'slack', 'teams'],
    use: 'Send Message and Inbound Message use every messenger that has an account under Accounts. External Web Call reaches the web address of others.',
  },
  {
    words: ['call', 'voice', 'phone call', 'ivr', 'dial'],
    use: 'Flows answer texts, not calls. Send SMS writes to a phone.',
  },
  {
    words: ['loop', 'repeat', 'for each', 'while'],
    use: 'Draw a connection back to an earlier action to repeat it, with a Condition that ends it.',
  },
  {
    words: ['database', 'sql', 'sheet', 'excel', 'crm', 'spreadsheet'],
    use: 'External Web Call reads and writes whatever has a web address; Zapier Invoke reaches sheets and CRM systems.',
  },
]
