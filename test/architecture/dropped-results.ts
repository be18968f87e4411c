import { importsOf } from './imports.ts'
import { type Guard, inRing, type Violation, violation } from './guard.ts'
import {
  everythingIn,
  everythingOf,
  type FoundNode,
  isFunction,
  nameOf,
  type Node,
  type Source,
  written,
} from './source.ts'

/** Statements of the core whose value is nobody's, as they are written, each with its reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  'domain/mix/mix-policy.ts: ids.push(id)': 'a list of its own',
  'domain/track/vocabulary.ts: known.add(canonical)': 'a set of its own',
  'application/account/caller.ts: counted.push({ by, key, limit })': 'a list of its own',
  'application/account/caller.ts: onQuota?.(by, quota)': 'whoever listens says nothing',
  'application/account/caller.ts: tell(what.caller, by, consumed.value)': 'as above',
  'application/account/caller.ts: tell(what.caller, by, yield* rateLimiter.check(key, limit))': 'as above',
  'application/mix/master-tags.ts: cover.set(chunk.value.subarray(0, cover.length - at), at)': 'bytes of its own',
  'application/track/spool-samples.ts: meter.add(samples)': 'a meter of its own',
  'application/track/spool-samples.ts: listener?.(asPlayed)': 'a collector of its own',
  'application/track/pcm-stream.ts: measure(samples, block.value)': 'a meter has nothing to say yet',
  'application/track/pcm-stream.ts: both.set(one)': 'bytes of its own',
  'application/track/pcm-stream.ts: both.set(other, one.length)': 'bytes of its own',
  'application/shared/fork-stream.ts: change.tell()': 'whoever waits looks again',
  'application/shared/fork-stream.ts: changed()': 'as above',
  'application/shared/fork-stream.ts: await change.told': 'only waits',
  'application/shared/fork-stream.ts: await items.return?.()': 'a source that is closed has nothing more to say',
  'application/shared/fork-stream.ts: await close(reader)': 'as above',
  'application/shared/fork-stream.ts: await branch.close()': 'as above',
  'application/shared/fork-stream.ts: resolve(source)': 'whoever waits begins',
  'application/track/append-turns.ts: iterator.return?.().then(undefined, () => undefined)':
    'bytes that nobody reads any more have nothing to say',
  'application/track/append-turns.ts: one.stop()': 'whoever had the turn sees it',
  'application/track/append-turns.ts: await one.done': 'only waits: whoever asked gets what came of it',
  'application/track/append-turns.ts: resolve(null)': 'whoever waits goes on',
  'application/track/append-turns.ts: running.set(id, { stop, done: done.then(undefined, () => undefined) })':
    'a map of its own',
  'application/mix/master-sound.ts: standing.push(start())': 'a list of its own',
  'application/mix/master-sound.ts: early.push({ setting, file: file.andTee(encoded.close).orTee(encoded.close) })':
    'a list of its own',
  'domain/mix/limiter.ts: scale(samples, louder, 0, samples.length, factor)': 'samples of its own',
  'application/track/align-files.ts: collector.add(block.value)': 'a collector of its own',
  'application/track/draw-file.ts: peaks.add(block.value)': 'as above',
  'application/mix/mix-files.ts: read.push(one.value)': 'a list of its own',
  'application/shared/failed-jobs.ts: found.push(`${value}`)': 'a list of its own',
  "application/mix/mix-files.ts: onProgress?.('reading', read.length / stems.length)": 'whoever watches says nothing',
  'application/mix/mix-files.ts: tell(Math.min(1, done / frames))': 'as above',
  'application/track/copy-media.ts: onFile(soFar)': 'as above',
  'application/mix/mix-sound.ts: await Promise.all(stems.map((stem) => deps.stemCache.prepare(stem, () => flacOf(stem))))':
    'it never fails: what is not prepared is decoded when it is read',
  'application/mix/mix-sound.ts: await prepare(deps, heard)': 'as above',
  'application/mix/aligned-wave.ts: await ignoringOutage(staging.discard(file))':
    'staging is emptied at the next start',
  'application/mix/stems-of-view.ts: comments.set(comment, stem.value)': 'a map of its own',
  'application/shared/side-by-side.ts: done.set(at, result)': 'a map of its own',
  'application/shared/shared-work.ts: active.add(ended)': 'a set of its own',
  'application/shared/shared-work.ts: await Promise.race(active)': 'only waits: whoever asked gets what came of it',
  'application/shared/shared-work.ts: running.set(key, done)': 'a map of its own',
  'application/worker.ts: stop()': 'the scheduler says nothing when it stops',
  'application/worker.ts: cancel()': 'as above',
  'application/mix/follow-mix.ts: follower(mix)': 'a follower has nothing to say',
  'application/mix/follow-mix.ts: tell(postId, found.get(postId) ?? null)': 'as above',
  'application/mix/follow-mix.ts: tell(postId, mix)': 'as above',
  'application/mix/follow-mix.ts: follow(followed.get(postId)?.mix ?? mix)': 'as above',
  'application/mix/follow-mix.ts: changed.clear()': 'a set of its own',
  'application/mix/follow-mix.ts: changed.add(event.postId)': 'as above',
  'application/mix/follow-mix.ts: changed.add(postId)': 'as above',
  'application/mix/follow-mix.ts: followed.set(postId, post)': 'a map of its own',
  'application/mix/follow-mix.ts: followed.delete(postId)': 'as above',
  'application/mix/follow-mix.ts: post.followers.add(follower)': 'a set of its own',
  'application/mix/follow-mix.ts: await read(postIds).unwrapOr(undefined)': 'an outage is left to the next check',
  'application/mix/follow-mix.ts: unsubscribe()': 'events say nothing when they are left',
  'application/mix/follow-mix.ts: cancel()': 'the scheduler says nothing when it stops',
  'application/mix/follow-mix.ts: close?.()': 'as above',
  'application/mix/follow-mix.ts: stop()': 'as above',
  'application/mix/held-leases.ts: held.add(lease)': 'a set of its own',
  'application/mix/held-leases.ts: held.delete(lease)': 'as above',
  'application/mix/held-leases.ts: held.clear()': 'as above',
  'application/mix/held-leases.ts: lease.abandon()': 'says nothing',
  'application/mix/hold-lease.ts: release()': 'the scheduler says nothing when it stops',
  'application/mix/hold-lease.ts: publish()': 'a lost event is made up for by the next one',
  'application/shared/memoize.ts: made.set(of, value)': 'a map of its own',
  'domain/mix/mixer.ts: sums.add(filled, pending.subarray(cut, end), left, right)': 'into sums of its own',
  'domain/mix/mixer.ts: sums.clear(wanted)': 'as above',
  'domain/mix/mixer.ts: to.set(from)': 'into samples of its own',
  'domain/mix/mixer.ts: kernels.samples.set(piece)': 'into memory of its own',
  'domain/mix/mixer.ts: kernels.add(from, piece.length / CHANNELS, left, right)': 'as above',
  'domain/mix/mixer.ts: kernels.round(length / CHANNELS)': 'as above',
  'domain/sound/k-weighting.ts: kernels.samples.set(piece)': 'into memory of its own',
  'domain/sound/pcm.ts: kernels.samples.set(piece)': 'as above',
  'domain/sound/pcm.ts: kernels.quantise(piece.length, scale)': 'as above',
  'domain/sound/pcm.ts: kernels.pack(piece.length)': 'as above',
  'domain/sound/pcm.ts: samples.set(kernels.samples.subarray(0, piece.length), at)': 'into samples of its own',
  'domain/sound/pcm.ts: bytes.set(kernels.bytes.subarray(0, BYTES * piece.length), at)': 'into bytes of its own',
  'domain/sound/kernels.ts: memory.grow(Math.ceil(missing / PAGE))': 'throws where it cannot, which is caught',
  'domain/mix/mixer.ts: await Promise.all(all.map((stem) => stem.close()))':
    'ends the stems; one that is over has nothing left to say',
  'domain/mix/limiter.ts: scale(samples, limited, CHANNELS * out, CHANNELS * (out + frames), factor)':
    'into samples of its own',
  'domain/mix/limiter.ts: findRequired(samples, out + LOOK_AHEAD, frames, threshold, gains)': 'into gains of its own',
  'domain/mix/limiter.ts: gains.fill(1)': 'as above',
  'domain/mix/limiter.ts: followPeaks(envelope, limiter.passed + out, frames, gains)': 'as above',
  'domain/mix/limiter.ts: shape(samples, limited, CHANNELS * out, frames, factor, gains)': 'into samples of its own',
  'domain/mix/limiter.ts: limitStretch(limiter, samples, limited, stretch * STRETCH, bounds[stretch + ahead]!)':
    'as above',
  'domain/sound/flac-decoder.ts: samples.set(kernels.room.subarray(0, samples.length))': 'into samples of its own',
  'domain/mix/limiter.ts: kernels.rest()': 'into memory of its own',
  'domain/mix/limiter.ts: samples.set(piece, inHand)': 'as above',
  'domain/mix/limiter.ts: kernels.limit(piece.length / CHANNELS, factor, threshold)': 'as above',
  'domain/mix/limiter.ts: limited.set(samples.subarray(0, piece.length), at)': 'into samples of its own',
  'domain/mix/limiter.ts: samples.copyWithin(0, piece.length, piece.length + inHand)': 'into memory of its own',
  'domain/sound/round-trip.ts: fourierTransform(TURN).forward(pulse)': 'in place',
  'domain/sound/round-trip.ts: heights.set(crossCorrelation(recorded, played, { from, to }).map(Math.abs), from)':
    'into heights of its own',
  'domain/sound/oversampling.ts: examine(samples, levels, steps)': 'into lists of its own',
  'domain/sound/oversampling.ts: bound(levels, steps, bounds)': 'as above',
  'domain/sound/overlap.ts: overlap.room.set(kept)': 'a copy into samples of its own',
  'domain/sound/overlap.ts: overlap.room.set(block, overlap.kept)': 'as above',
}

/** Whether the function is what `safeTry` runs. */
const isTried = (node: Node, parent: Node | undefined): boolean =>
  isFunction(node) && parent?.type === 'CallExpression' && nameOf(parent['callee']) === 'safeTry'

/** The nearest function around a node is one that `safeTry` runs. */
const isInSafeTry = (around: readonly Node[]): boolean => {
  const at = around.findIndex(isFunction)
  return at >= 0 && isTried(around[at]!, around[at + 1])
}

const isDelegated = (node: Node): boolean => node.type === 'YieldExpression' && node['delegate'] === true

/** What a statement may be without its value being lost: a change of a variable, or a Result that is taken apart. */
const isSpent = (expression: Node, around: readonly Node[]): boolean =>
  expression.type === 'AssignmentExpression' ||
  expression.type === 'UpdateExpression' ||
  isDelegated(expression) ||
  (expression.type === 'YieldExpression' && !isInSafeTry(around))

const keyOf = (source: Source, node: Node): string => `${source.path}: ${written(source, node)}`

const isAllowed = (source: Source, node: Node): boolean => Object.hasOwn(ALLOWED, keyOf(source, node))

const isDropped = (source: Source, { node, around }: FoundNode): boolean => {
  if (node.type === 'UnaryExpression' && node['operator'] === 'void') return true
  if (node.type !== 'ExpressionStatement') return false
  const expression = node['expression'] as Node
  return !isSpent(expression, around) && !isAllowed(source, expression)
}

/** Arithmetic on samples that imports nothing but more of it has no Result in reach. */
const isArithmetic = (source: Source): boolean =>
  source.path.startsWith('domain/sound/') && importsOf(source).every(({ to }) => to?.startsWith('./') === true)

const checkDropped = (source: Source): readonly Violation[] =>
  (isArithmetic(source) ? [] : [...everythingOf(source)])
    .filter((found) => isDropped(source, found))
    .map(({ node }) => violation(source, node, `drops what came of it: ${written(source, node)}`))

/** A Result that nobody looks at is a failure that nobody sees. */
export const noResultIsDropped: Guard = { looksAt: inRing('domain', 'application'), check: checkDropped }

/** Statements on the list that are no longer there. */
export const allowedGone = (sources: readonly Source[]): readonly string[] => {
  const there = new Set(
    sources.flatMap((source) =>
      [...everythingOf(source)]
        .filter(({ node }) => node.type === 'ExpressionStatement')
        .map(({ node }) => keyOf(source, node['expression'] as Node)),
    ),
  )
  return Object.keys(ALLOWED).filter((listed) => !there.has(listed))
}

/** `using`, `finally`, and the stream of a `for await`: all wait for an end of the function that may never come. */
const waitsForItsEnd = (node: Node): boolean =>
  (node.type === 'TryStatement' && node['finalizer'] !== null) ||
  (node.type === 'VariableDeclaration' && String(node['kind']).endsWith('using')) ||
  (node.type === 'ForOfStatement' && node['await'] === true && handsOut(node['body'] as Node))

/** A `yield*` in it, functions inside it aside. */
const handsOut = (body: Node): boolean =>
  [...everythingIn(body)].some(({ node, around }) => isDelegated(node) && !around.some(isFunction))

const checkFinally = (source: Source): readonly Violation[] =>
  [...everythingOf(source)]
    .filter(({ node, around }) => waitsForItsEnd(node) && isInSafeTry(around))
    .map(({ node }) => violation(source, node, 'is not run when a yielded error ends the safeTry around it'))

/** neverthrow leaves a generator where it yielded an error, and never comes back to close it. */
export const nothingWaitsForTheEndOfSafeTry: Guard = {
  looksAt: inRing('domain', 'application', 'adapters', 'bootstrap'),
  check: checkFinally,
}
