import { describe, expect, test } from 'vitest'
import { testWorld } from '#adapters/memory/test-world.ts'
import { PORT_PURPOSES } from '#application/required-ports.ts'
import { soundhub } from '#application/soundhub.ts'
import { whatever } from '#test/domain/whatever.ts'

/** What a host is told that gives only these ports; being told nothing fails the test. */
const complaintAbout = (ports: object): Error => {
  try {
    soundhub(whatever(ports))
  } catch (complaint) {
    if (complaint instanceof TypeError) return complaint
    throw complaint
  }
  throw new Error('nothing was missed')
}

const linesOf = ({ message }: Error): readonly string[] => message.split('\n').slice(1)

describe('a Soundhub', () => {
  test.for(Object.entries(PORT_PURPOSES))('cannot be made without %s, and says what for', ([name, purpose]) => {
    const { [name]: _left, ...others } = testWorld() as Readonly<Record<string, unknown>>
    for (const ports of [others, { ...others, [name]: undefined }])
      expect(linesOf(complaintAbout(ports))).toEqual([`- ${name}: ${purpose}`])
  })

  test('names everything that is missing at once, and where to find one of each', () => {
    const complaint = complaintAbout({ clock: testWorld().clock })
    const missing = Object.entries(PORT_PURPOSES).filter(([name]) => name !== 'clock')
    expect(linesOf(complaint)).toEqual(missing.map(([name, purpose]) => `- ${name}: ${purpose}`))
    expect(complaint.message).toContain('memoryPorts()')
  })

  test('is made of nothing else', () => {
    const world = testWorld() as Readonly<Record<string, unknown>>
    const ports = Object.fromEntries(Object.keys(PORT_PURPOSES).map((name) => [name, world[name]]))
    expect(soundhub(whatever(ports)).worker).toBeDefined()
  })
})
