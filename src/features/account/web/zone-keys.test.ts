import { describe, expect, it } from 'vitest'
import { stepFrom } from './zone-keys.ts'

const press = (key: string, list = {}, held = {}) =>
  stepFrom(
    { key, altKey: false, ctrlKey: false, metaKey: false, ...held },
    { open: true, active: 3, count: 20, ...list },
  )

describe('keys of the time zone list', () => {
  it('APG: arrows open a closed list; everything else stays with the text', () => {
    expect(press('ArrowDown', { open: false })).toEqual({ do: 'show' })
    expect(press('ArrowDown', { open: false }, { altKey: true })).toEqual({ do: 'show' })
    for (const key of ['Enter', 'Escape', 'a', 'Home', 'Tab']) expect(press(key, { open: false }), key).toBeUndefined()
  })

  it('APG: arrows go round, pages stop at the ends', () => {
    expect(press('ArrowDown')).toEqual({ do: 'move', to: 4 })
    expect(press('ArrowUp')).toEqual({ do: 'move', to: 2 })
    expect(press('ArrowDown', { active: 19 })).toEqual({ do: 'move', to: 0 })
    expect(press('ArrowUp', { active: 0 })).toEqual({ do: 'move', to: 19 })
    expect(press('PageDown')).toEqual({ do: 'move', to: 11 })
    expect(press('PageDown', { active: 17 })).toEqual({ do: 'move', to: 19 })
    expect(press('PageUp')).toEqual({ do: 'move', to: 0 })
  })

  it('starts at the ends when nothing is active', () => {
    expect(press('ArrowDown', { active: -1 })).toEqual({ do: 'move', to: 0 })
    expect(press('ArrowUp', { active: -1 })).toEqual({ do: 'move', to: 19 })
    expect(press('PageUp', { active: -1 })).toEqual({ do: 'move', to: 0 })
  })

  it('Enter chooses what is active and otherwise sends the form', () => {
    expect(press('Enter')).toEqual({ do: 'choose' })
    expect(press('Enter', { active: -1 })).toBeUndefined()
    expect(press('Enter', { count: 0, active: 0 })).toBeUndefined()
  })

  it('Esc and Alt-Up close the list, also an empty one', () => {
    expect(press('Escape', { count: 0 })).toEqual({ do: 'hide' })
    expect(press('ArrowUp', {}, { altKey: true })).toEqual({ do: 'hide' })
  })

  it('leaves Home, End, Tab, letters and shortcuts to the text field and the card', () => {
    for (const key of ['Home', 'End', 'Tab', 'a', 'ArrowLeft', 'ArrowRight']) expect(press(key), key).toBeUndefined()
    expect(press('s', {}, { ctrlKey: true })).toBeUndefined()
    expect(press('ArrowDown', {}, { metaKey: true })).toBeUndefined()
  })
})
