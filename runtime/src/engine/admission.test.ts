import { describe, expect, it } from 'vitest'
import { type Admission, createAdmission } from './admission.ts'
import type { FlowLimits } from './limiter-sets.ts'

function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

function setUp(concurrency: number, queueLimit = 100, busyShare = () => 0) {
  const log: string[] = []
  const errors: unknown[] = []
  let now = 0
  const onError = (error: unknown) => void errors.push(error)
  const admission: Admission = createAdmission({ concurrency, queueLimit, onError, clock: () => now, busyShare })
  const passed = (ms: number) => {
    now += ms
  }
  const gates = new Map<string, ReturnType<typeof gate>>()
  function submit(name: string, conversation: string | null = null, limits?: FlowLimits) {
    const door = gate()
    gates.set(name, door)
    const work = async () => {
      log.push(`+${name}`)
      await door.opened
      log.push(`-${name}`)
    }
    return admission.submit(conversation, work, limits, conversation === null ? { id: name, epoch: 1 } : undefined)
  }
  async function finish(name: string) {
    gates.get(name)?.open()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { admission, log, errors, submit, finish, passed }
}

describe('admission', () => {
  it('runs no more than the concurrency at once and the rest in order of arrival', async () => {
    const { admission, log, submit, finish } = setUp(2)
    for (const name of ['a', 'b', 'c', 'd']) submit(name)
    expect(log).toEqual(['+a', '+b'])
    expect(admission.waiting).toBe(2)
    await finish('b')
    expect(log).toEqual(['+a', '+b', '-b', '+c'])
    await finish('a')
    expect(log.at(-1)).toBe('+d')
  })

  it('has room for fewer while the process has no time left, as refusing takes time as well', async () => {
    let share = 1
    const { admission, submit, finish, passed } = setUp(60, 200, () => share)
    for (let index = 0; index < 205; index += 1) submit(`run-${index}`)
    expect(admission.hasRoom()).toBe(true)
    passed(100)
    await finish('run-0')
    expect(admission.waiting).toBe(145)
    expect(admission.hasRoom()).toBe(false)
    share = 0.1
    for (let index = 1; index < 4; index += 1) {
      passed(100)
      await finish(`run-${index}`)
    }
    expect(admission.waiting).toBeGreaterThan(130)
    expect(admission.hasRoom()).toBe(true)
  })

  it('goes on when there is time again although nobody ends', async () => {
    let share = 1
    const { admission, submit, finish, passed } = setUp(60, 200, () => share)
    for (let index = 0; index < 125; index += 1) submit(`run-${index}`)
    passed(100)
    for (let index = 0; index < 10; index += 1) await finish(`run-${index}`)
    expect([admission.active, admission.waiting]).toEqual([50, 65])
    const room = admission.roomForStored()
    share = 0.1
    passed(100)
    await room
    expect([admission.active, admission.waiting]).toEqual([60, 55])
  })

  it('has room again below six tenths of its limit while the process has no time left', async () => {
    const { admission, submit, finish, passed } = setUp(60, 200, () => 1)
    for (let index = 0; index < 205; index += 1) submit(`run-${index}`)
    passed(100)
    let next = 0
    while (admission.waiting > 120) await finish(`run-${next++}`)
    expect(admission.hasRoom()).toBe(false)
    await finish(`run-${next}`)
    expect(admission.waiting).toBe(119)
    expect(admission.hasRoom()).toBe(true)
  })

  it('lets fewer work while a crowd waits and the process has no time left, and all again once it has', async () => {
    let share = 1
    const { admission, submit, finish, passed } = setUp(60, 500, () => share)
    for (let index = 0; index < 130; index += 1) submit(`run-${index}`)
    expect(admission.active).toBe(60)
    for (let index = 0; index < 12; index += 1) {
      passed(100)
      await finish(`run-${index}`)
    }
    expect(admission.active).toBe(48)
    share = 0.5
    passed(100)
    await finish('run-12')
    expect(admission.active).toBe(60)
  })

  it('starts the runs of one conversation one after another and lets others pass', async () => {
    const { log, submit, finish } = setUp(4)
    submit('first', 'dana')
    expect(submit('second', 'dana')).toBe(false)
    submit('third', 'dana')
    submit('other', 'tom')
    expect(log).toEqual(['+first', '+other'])
    await finish('first')
    expect(log.slice(2)).toEqual(['-first', '+second'])
    await finish('second')
    await finish('third')
    expect(log.slice(4)).toEqual(['-second', '+third', '-third'])
    expect(submit('fourth', 'dana')).toBe(true)
  })

  it('says when the queue is full', async () => {
    const { admission, submit, finish } = setUp(1, 2)
    submit('a')
    submit('b')
    expect(admission.hasRoom()).toBe(true)
    submit('c')
    expect(admission.hasRoom()).toBe(false)
    await finish('a')
    expect(admission.hasRoom()).toBe(true)
  })

  it('drains what is under way and starts nothing new', async () => {
    const { admission, log, submit, finish } = setUp(1)
    submit('a', 'x')
    submit('b', 'x')
    submit('c')
    const drained = admission.drain()
    submit('d')
    await finish('a')
    await drained
    expect(log).toEqual(['+a', '-a'])
    expect(admission.active).toBe(0)
  })

  it('gives movable jobs away that have waited long for a slot, and starts none of them', async () => {
    const { admission, log, submit, finish, passed } = setUp(1)
    submit('works')
    submit('old')
    submit('text', 'dana')
    passed(1_500)
    submit('young')
    passed(1_000)
    expect(admission.withdraw(2_000, 10)).toEqual([{ id: 'old', epoch: 1 }])
    expect(admission.waiting).toBe(2)
    await finish('works')
    await finish('text')
    expect(log).toEqual(['+works', '-works', '+text', '-text', '+young'])
    expect(admission.withdraw(0, 10)).toEqual([])
  })

  it('keeps the count of a flow right when a job that has passed it is given away', async () => {
    const { admission, log, submit, finish, passed } = setUp(1)
    const limits = { flowId: 'narrow', concurrency: 1 }
    submit('works')
    submit('moves', null, limits)
    submit('stays', null, limits)
    passed(2_000)
    expect(admission.withdraw(2_000, 1)).toEqual([{ id: 'moves', epoch: 1 }])
    await finish('works')
    expect(log).toEqual(['+works', '-works', '+stays'])
  })

  it('frees the slot of a job that rejects', async () => {
    const { admission, errors } = setUp(1)
    admission.submit(null, () => Promise.reject(new Error('broken')))
    await new Promise((resolve) => setImmediate(resolve))
    expect(errors).toHaveLength(1)
    expect(admission.active).toBe(0)
  })
})
