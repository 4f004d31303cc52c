// Local times of the zone of an answer. Intl knows the zones of the browser; a zone that it does not know has the offset
// that the answer's own times show.

const kMinute = 60_000;
const kHour = 60 * kMinute;
export const kDay = 24 * kHour;
export const kDays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const kMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const two = (number: number): string => String(number).padStart(2, "0");

// "+02:00" at the end of an RFC 3339 time, as milliseconds.
function offsetOf(time: string): number {
  const match = /([+-])(\d\d):(\d\d)$/.exec(time);
  if (!match) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * kMinute;
}

export class Zone {
  private readonly format: Intl.DateTimeFormat | null;
  private readonly fixed: number;
  private readonly offsets = new Map<number, number>(); // by quarter of an hour: no zone changes in between

  constructor(
    readonly name: string,
    sample = "",
  ) {
    this.fixed = offsetOf(sample);
    this.format = Zone.formatOf(name);
  }

  private static formatOf(name: string): Intl.DateTimeFormat | null {
    try {
      return new Intl.DateTimeFormat("en-GB", {
        timeZone: name,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
    } catch {
      return null;
    }
  }

  offset(ms: number): number {
    if (!this.format) return this.fixed;
    const quarter = Math.floor(ms / (15 * kMinute));
    let offset = this.offsets.get(quarter);
    if (offset === undefined) {
      const start = quarter * 15 * kMinute;
      const part: Record<string, number> = {};
      for (const { type, value } of this.format.formatToParts(start)) part[type] = Number(value);
      offset = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - start;
      this.offsets.set(quarter, offset);
    }
    return offset;
  }

  // The local time, as a Date whose UTC fields show it.
  private local(ms: number): Date {
    return new Date(ms + this.offset(ms));
  }

  private moment(local: number): number {
    const near = local - this.offset(local);
    return local - this.offset(near);
  }

  // The start of the local day `days` after that of `ms`.
  startOfDay(ms: number, days = 0): number {
    const at = this.local(ms);
    return this.moment(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + days));
  }

  startOfMonth(ms: number, months = 0): number {
    const at = this.local(ms);
    return this.moment(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1));
  }

  weekday(ms: number): number {
    // 0 is Monday
    return (this.local(ms).getUTCDay() + 6) % 7;
  }
  hour(ms: number): number {
    return this.local(ms).getUTCHours();
  }
  isMidnight(ms: number): boolean {
    return this.startOfDay(ms) === ms;
  }

  clock(ms: number): string {
    const at = this.local(ms);
    return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  }
  seconds(ms: number): string {
    return `${this.clock(ms)}:${two(this.local(ms).getUTCSeconds())}`;
  }
  isoDate(ms: number): string {
    return this.local(ms).toISOString().slice(0, 10);
  }
  month(ms: number): string {
    const at = this.local(ms);
    return `${kMonths[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
  }
  // "Fri 27 Nov"
  day(ms: number): string {
    const at = this.local(ms);
    return `${kDays[this.weekday(ms)]} ${at.getUTCDate()} ${kMonths[at.getUTCMonth()]}`;
  }
  // The clock; on another day than `reference` with the day before it.
  near(ms: number, reference: number): string {
    return this.startOfDay(ms) === this.startOfDay(reference) ? this.clock(ms) : `${this.day(ms)} ${this.clock(ms)}`;
  }
  // The same to the second.
  nearSeconds(ms: number, reference: number): string {
    const time = this.seconds(ms);
    return this.startOfDay(ms) === this.startOfDay(reference) ? time : `${this.day(ms)} ${time}`;
  }
  // "UTC+01:00"
  offsetText(ms: number): string {
    const minutes = Math.round(this.offset(ms) / kMinute);
    const size = Math.abs(minutes);
    return `UTC${minutes < 0 ? "\u2212" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  }
  // A window as a sentence has it; whole days without clock times.
  window(since: number, until: number): string {
    const year = this.local(since).getUTCFullYear();
    const last = until - 1;
    if (this.isMidnight(since) && this.isMidnight(until)) {
      const days = this.startOfDay(last) === since ? this.day(since) : `${this.day(since)} to ${this.day(last)}`;
      return `${days} ${year}`;
    }
    if (this.startOfDay(last) === this.startOfDay(since))
      return `${this.day(since)} ${year}, ${this.clock(since)} to ${this.clock(until)}`;
    return `${this.day(since)} ${this.clock(since)} to ${this.day(until)} ${this.clock(until)}, ${year}`;
  }
}
