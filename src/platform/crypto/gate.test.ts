import { describe, expect, it } from 'vitest'
import { createGate, Overloaded } from './gate.ts'

const door = () => {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

describe('gate', () => {
  it('runs no more than its width at once and the rest in order of arrival', async () => {
    const gate = createGate(2, 10)
    const doors = Array.from({ length: 5 }, door)
    const started: number[] = []
    const ends = doors.map(({ opened }, n) =>
      gate.run(async () => {
        started.push(n)
        await opened
        return n
      }),
    )
    await Promise.resolve()
    expect(gate.load()).toEqual({ running: 2, waiting: 3, refused: 0 })
    doors[1]?.open()
    await ends[1]
    expect(gate.load()).toEqual({ running: 2, waiting: 2, refused: 0 })
    for (const { open } of doors) open()
    expect(await Promise.all(ends)).toEqual([0, 1, 2, 3, 4])
    expect(started).toEqual([0, 1, 2, 3, 4])
    expect(gate.load()).toEqual({ running: 0, waiting: 0, refused: 0 })
  })

  it('refuses with Overloaded beyond its queue, without starting the task, and recovers', async () => {
    const gate = createGate(1, 1)
    const { open, opened } = door()
    const first = gate.run(() => opened)
    const second = gate.run(async () => 'second')
    let ran = false
    const third = gate.run(async () => {
      ran = true
    })
    await expect(third).rejects.toBeInstanceOf(Overloaded)
    expect(ran).toBe(false)
    expect(gate.load().refused).toBe(1)
    open()
    await first
    expect(await second).toBe('second')
    expect(await gate.run(async () => 'later')).toBe('later')
  })

  it('gives its place back when a task fails', async () => {
    const gate = createGate(1, 0)
    await expect(gate.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await gate.run(async () => 'next')).toBe('next')
  })
})
