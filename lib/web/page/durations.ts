// Durations and shares as the page shows them.

const kSecond = 1000;
const kMinute = 60 * kSecond;

// "1h 36m"; less than an hour "36m", less than a minute "12s". Cut off, not rounded, as clocks do.
export function duration(ms: number): string {
  if (ms > 0 && ms < kSecond) return "<1s";
  if (ms < kMinute) return `${Math.floor(ms / kSecond)}s`;
  const minutes = Math.floor(ms / kMinute);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes}m`;
  return `${hours.toLocaleString("en")}h ${String(minutes % 60).padStart(2, "0")}m`;
}

// Whole units that add up to the whole as it is displayed: the largest remainders are rounded up.
function addingUp(parts: number[], unit: number): number[] {
  const whole = Math.round(parts.reduce((sum, part) => sum + part, 0) / unit);
  const units = parts.map((part) => Math.floor(part / unit));
  let missing = whole - units.reduce((sum, part) => sum + part, 0);
  const byRemainder = parts.map((part, index) => ({ index, rest: part % unit })).sort((a, b) => b.rest - a.rest);
  for (const { index } of byRemainder) if (missing-- > 0) units[index] += 1;
  return units;
}

// The parts of a row that add up: all in minutes, or in seconds if together they are less than an hour.
export function durations(parts: number[]): string[] {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  const unit = whole < 60 * kMinute ? kSecond : kMinute;
  return addingUp(parts, unit).map((units) => {
    const small = String(units % 60).padStart(2, "0");
    return unit === kMinute ? `${Math.floor(units / 60)}h ${small}m` : `${Math.floor(units / 60)}m ${small}s`;
  });
}

export function percent(share: number): string {
  const hundredths = share * 100;
  if (hundredths > 0 && hundredths < 1) return "<1%";
  if (hundredths > 99 && hundredths < 100) return ">99%";
  return `${Math.round(hundredths)}%`;
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
