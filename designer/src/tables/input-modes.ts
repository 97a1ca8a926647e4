/** Which keyboard a phone shows for a cell of this type. */
export const inputModes = { text: 'text', number: 'decimal', date: 'text', phone: 'tel' } as const
