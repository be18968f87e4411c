import { fileURLToPath } from 'node:url'

/** A frame as Sentry takes it. */
export type Frame = {
  readonly filename: string
  readonly function: string
  readonly lineno: number
  readonly colno: number
  readonly in_app: boolean
}

/** As V8 writes a frame: `at name (file:line:column)`, or without the name. */
const FRAME = /^\s+at (?:(.+?) \()?((?:file:\/\/|node:|\/|[A-Za-z]:\\).+?):(\d+):(\d+)\)?$/

/** Names that a program gives to functions. Anything else may be a key of an object that people chose. */
const FUNCTION_NAME = /^(?:async )?(?:new )?[\w$#.<>]{1,80}$/

const MAX_FRAMES = 50

const pathOf = (file: string): string => {
  try {
    return file.startsWith('file:') ? fileURLToPath(file) : file
  } catch {
    return ''
  }
}

/** Relative to the program or to its packages, because the rest of a path says how the machine is set up. */
const shownPath = (path: string, root: string): string => {
  if (path.startsWith('node:')) return path
  const inPackage = path.lastIndexOf('/node_modules/')
  if (inPackage !== -1) return path.slice(inPackage + 1)
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : '<elsewhere>'
}

const frameIn = (line: string, root: string): Frame | null => {
  const [, name, file = '', lineno, colno] = FRAME.exec(line) ?? []
  if (lineno === undefined) return null
  const filename = shownPath(pathOf(file), root)
  const isOurs = !filename.startsWith('node') && filename !== '<elsewhere>'
  return {
    filename,
    function: name !== undefined && FUNCTION_NAME.test(name) ? name : '?',
    lineno: Number(lineno),
    colno: Number(colno),
    in_app: isOurs,
  }
}

const withoutMessage = (stack: string, message: string): string =>
  message === '' ? stack : stack.replaceAll(message, '')

/**
 * The frames of a stack, the innermost last, as Sentry has them. A stack begins with the message, which may look like frames;
 * only the lines after it count, and of them only what the program itself put there.
 */
export const framesOf = ({ stack = '', message }: Error, root: string): readonly Frame[] => {
  const lines = withoutMessage(stack, message).split('\n')
  const begin = lines.findLastIndex((line) => !/^\s+at /.test(line)) + 1
  return lines
    .slice(begin, begin + MAX_FRAMES)
    .map((line) => frameIn(line, root))
    .filter((frame) => frame !== null)
    .toReversed()
}
