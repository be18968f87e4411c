/** What a take answers, a post; or null, the beginning of a new one. */
export type TakeOf = { readonly post: number | null; readonly madeAt: Date }

const NAME = /^(?<post>\d{1,15}|new)_(?<at>\d{1,15})$/

/** The name under which a take is kept. It says enough to find it again when nothing else is left. */
export const takeName = ({ post, madeAt }: TakeOf): string => `${post ?? 'new'}_${madeAt.getTime()}`

/** Reads such a name; null if it is none. */
export const readTakeName = (name: string): TakeOf | null => {
  const groups = NAME.exec(name)?.groups
  if (groups === undefined) return null
  return { post: groups['post'] === 'new' ? null : Number(groups['post']), madeAt: new Date(Number(groups['at'])) }
}
