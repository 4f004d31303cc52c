// Where the marks of a time axis stand: at whole units of the clock and the calendar of a zone.

import { kDay, type Zone } from "../zone";

export interface Tick {
  at: number;
  label: string;
  major: boolean; // a new day
}

const kMinute = 60_000;
const kSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * kMinute);
const kDaySteps = [1, 2, 7, 14];
const kWideDay = 88; // pixels: "Wed 25 Nov" in bold, and some air

// At most one a `spacing` pixels, and at most one day a width that its name needs.
export function ticks(zone: Zone, from: number, to: number, width: number, spacing: number): Tick[] {
  const least = ((to - from) / Math.max(1, width)) * spacing;
  const step = kSteps.find((one) => one >= least);
  if (step) return byClock(zone, from, to, step);
  const leastDays = ((to - from) / Math.max(1, width)) * Math.max(spacing, kWideDay);
  const days = kDaySteps.find((one) => one * kDay >= leastDays);
  if (days) return byDay(zone, from, to, days);
  return byMonth(zone, from, to, Math.max(1, Math.ceil(least / (30 * kDay))));
}

// On a day on which clocks change, the marks after the change move with the clock.
function byClock(zone: Zone, from: number, to: number, step: number): Tick[] {
  const made: Tick[] = [];
  for (let day = zone.startOfDay(from); day < to; day = zone.startOfDay(day, 1)) {
    const next = zone.startOfDay(day, 1);
    for (let clock = 0; clock < kDay; clock += step) {
      const at = day + clock - (zone.offset(day + clock) - zone.offset(day));
      if (at < from || at > to || at >= next) continue;
      made.push({ at, label: clock === 0 ? zone.day(at) : zone.clock(at), major: clock === 0 });
    }
  }
  return made;
}

function byDay(zone: Zone, from: number, to: number, days: number): Tick[] {
  const made: Tick[] = [];
  let at = zone.startOfDay(from);
  if (days >= 7) at = zone.startOfDay(at, -zone.weekday(at)); // on Mondays
  for (; at <= to; at = zone.startOfDay(at, days)) {
    if (at >= from) made.push({ at, label: zone.day(at), major: days > 1 || zone.weekday(at) === 0 });
  }
  return made;
}

function byMonth(zone: Zone, from: number, to: number, months: number): Tick[] {
  const made: Tick[] = [];
  for (let at = zone.startOfMonth(from); at <= to; at = zone.startOfMonth(at, months))
    if (at >= from) made.push({ at, label: zone.month(at), major: true });
  return made;
}
