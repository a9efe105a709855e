/** A duration as Prometheus and Alertmanager read it. @see github.com/prometheus/common/model/time.go */
const DURATION =
  /^(?:0|(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?)$/;
const UNITS = [31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1000, 1];

/** In milliseconds; undefined for what is none. */
export function durationOf(text: string): number | undefined {
  const found = text === "" ? null : DURATION.exec(text);
  if (!found) return undefined;
  return UNITS.reduce((sum, unit, index) => sum + unit * Number(found[index + 1] ?? 0), 0);
}
