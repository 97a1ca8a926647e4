import { readFileSync } from 'node:fs'
import { SMS_CHANNEL } from '@patchbay/shared/api'
import type { ChannelAbilities } from '@patchbay/shared/nodes'
import { describe, expect, it } from 'vitest'
import { inRoot } from '../../src/platform/project-root.ts'
import { madeIntegrations } from '../helpers/integration-parts.ts'

const page = readFileSync(inRoot('docs/messengers/README.md'), 'utf8')
/** The cells of each row by the file that its name links to. */
const rows = new Map(
  [...page.matchAll(/^\| \[[^\]]+\]\((\w+)\.md\) \|(.+)\|\r?$/gm)].map(([, id = '', cells = '']) => [
    id,
    cells.split('|').map((cell) => cell.trim()),
  ]),
)
const messengers = madeIntegrations()
  .flatMap(({ parts: { channel } }) =>
    channel === undefined || channel.definitions === 'all' ? [] : channel.definitions,
  )
  .filter(({ id }) => id !== SMS_CHANNEL)

function said({ text, buttons, replyWindowHours, receipts }: ChannelAbilities) {
  return {
    texts: text.longest.toLocaleString('en-US'),
    buttons: buttons === undefined ? '–' : String(buttons.most),
    freely: replyWindowHours === undefined ? 'always' : `${replyWindowHours} hours`,
    reports: receipts === 'none' || receipts === 'sent' ? '–' : receipts,
  }
}

describe('the table of docs/messengers/README.md', () => {
  it('has a row for every messenger, and for nothing else', () => {
    expect([...rows.keys()].toSorted()).toEqual([...new Set(messengers.map(({ id }) => id))].toSorted())
  })

  it.each(messengers)('says what messages of $id can hold', ({ id, abilities }) => {
    const [texts, buttons, , freely, reports] = rows.get(id) ?? []
    expect({ texts, buttons, freely, reports }).toEqual(said(abilities))
  })
})
