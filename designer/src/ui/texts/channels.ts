/** The marks of well-known channels, by id. Every other one has letters of its title. */
export const channelMonograms: Readonly<Record<string, string>> = {
  whatsapp: 'WA',
  facebook: 'FB',
  line: 'LN',
  telegram: 'TG',
  twitter: 'X',
  viber: 'VB',
  wechat: 'WC',
}
