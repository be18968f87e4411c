import type { Room } from './room-state.ts'

/** Where letters are typed; Ctrl+Z is the field's own there. */
const TEXT = 'input:not([type=range], [type=checkbox], [type=radio]), textarea, select'
/** What the space bar works by itself. */
const WORKED_BY_SPACE = `${TEXT}, input, button, a, [role=slider]`

const isIn = ({ target }: KeyboardEvent, what: string): boolean => target instanceof Element && target.matches(what)

const actionOf = (room: Room, event: KeyboardEvent): (() => void) | null => {
  const { recipe } = room
  const isCommand = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()
  if (isCommand && key === 'z' && !isIn(event, TEXT)) return event.shiftKey ? recipe.redo : recipe.undo
  if (isCommand) return null
  if (key === 'c' && !isIn(event, TEXT)) return room.toggleCompare
  return key === ' ' && !isIn(event, WORKED_BY_SPACE) ? room.togglePlay : null
}

/** Keys that work wherever one is: space plays, C compares, Ctrl+Z undoes. Gives back what ends it. */
export const listenToKeys = (room: Room): (() => void) => {
  const listener = (event: KeyboardEvent): void => {
    const action = actionOf(room, event)
    if (action === null) return
    event.preventDefault()
    action()
  }
  addEventListener('keydown', listener)
  return () => removeEventListener('keydown', listener)
}
