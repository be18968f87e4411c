/** For a container's HEALTHCHECK: exits with 0 if the server in it is ready. */
const ready = await fetch(`http://127.0.0.1:${process.env['PORT'] ?? '8000'}/readyz`, {
  signal: AbortSignal.timeout(4000),
}).then(
  ({ ok }) => ok,
  () => false,
)
process.exit(ready ? 0 : 1)
