/** A contact as the CRM keeps it, in `contacts/<id>.json`. */
export interface Contact {
  readonly id: string
  /** ISO 8601 in UTC. The CRM sets it with every change. */
  readonly updatedAt: string
  readonly name: string
  readonly company?: string
  readonly title?: string
  readonly emails?: readonly string[]
  readonly phones?: readonly string[]
}

/** A ticket, in `tickets/<id>.json`. */
export interface Ticket {
  readonly id: string
  readonly contactId: string
  readonly createdAt: string
  readonly subject: string
  readonly comment?: string
  readonly priority: string
  readonly status: 'new' | 'open' | 'pending' | 'solved' | 'closed'
}

/** A person who works in the CRM, in `agents.json`. */
export interface Agent {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** The company itself, in `company.json`. */
export interface CompanyRecord {
  readonly id: string
  readonly apiKey: string
}
