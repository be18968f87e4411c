/** What decides who is heard in a mix. */
type Switches = { readonly mute: boolean; readonly solo: boolean }

/** Those that are heard: neither muted, even if soloed, nor silenced by a solo of others. */
export const heardAmong = <One extends Switches>(all: readonly One[]): readonly One[] => {
  const unmuted = all.filter(({ mute }) => !mute)
  return unmuted.some(({ solo }) => solo) ? unmuted.filter(({ solo }) => solo) : unmuted
}
