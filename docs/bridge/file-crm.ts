import { createHash, timingSafeEqual } from 'node:crypto'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Agent, CompanyRecord, Contact, Ticket } from './records.ts'

/** What the bridge needs of the CRM. Replace this file with calls to your own system. */
export interface Crm {
  /** Undefined where there is no such company, or the key is wrong. */
  open(company: string, apiKey: string): Promise<Company | undefined>
}

export interface Company {
  readonly id: string
  contacts(): Promise<readonly Contact[]>
  tickets(): Promise<readonly Ticket[]>
  agents(): Promise<readonly Agent[]>
  /** Keeps a ticket. One whose id is taken already is left as it is. */
  addTicket(ticket: Ticket): Promise<void>
}

/** A CRM with a folder per company, and a file per record in it. */
export function createFileCrm(folder: string): Crm {
  return {
    async open(name, apiKey) {
      // The name comes from outside and becomes part of a path.
      if (!/^[a-z0-9-]{1,64}$/.test(name)) return undefined
      const home = join(folder, name)
      const record = await readJson<CompanyRecord>(join(home, 'company.json'))
      if (record === undefined || !isSame(record.apiKey, apiKey)) return undefined
      return companyIn(home, record.id)
    },
  }
}

/**
 * Copies the records of the example, so that they stay as they are. A copy that is there keeps what the bridge was told.
 * @returns the folder of the copy
 */
export async function copyCrm(from: string, to: string): Promise<string> {
  await cp(from, to, { recursive: true, force: false })
  return to
}

function companyIn(home: string, id: string): Company {
  return {
    id,
    contacts: () => readFolder<Contact>(join(home, 'contacts')),
    tickets: () => readFolder<Ticket>(join(home, 'tickets')),
    agents: async () => (await readJson<readonly Agent[]>(join(home, 'agents.json'))) ?? [],
    async addTicket(ticket) {
      await mkdir(join(home, 'tickets'), { recursive: true })
      const file = join(home, 'tickets', `${ticket.id}.json`)
      // `wx` refuses a file that is there already.
      await writeFile(file, `${JSON.stringify(ticket, null, 2)}\n`, { flag: 'wx' }).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') throw error
      })
    },
  }
}

async function readFolder<Row>(folder: string): Promise<readonly Row[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
  const files = names.filter((name) => name.endsWith('.json'))
  const rows = await Promise.all(files.map((name) => readJson<Row>(join(folder, name))))
  return rows.filter((row) => row !== undefined)
}

/** Files of the CRM are trusted to hold what `records.ts` says. */
async function readJson<Row>(file: string): Promise<Row | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/** Takes the same time for every wrong key, so that its time says nothing. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
