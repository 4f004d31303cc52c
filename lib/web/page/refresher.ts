// Asks again for the view that is shown, when there is news: one question at a time, none more often than the view wants,
// and what takes long seldom.

const kRest = 10; // a view is asked for at most a tenth of the time

export class Refresher {
  private refresh: (() => Promise<void>) | null = null;
  private every = 0; // milliseconds
  private took = 0; // the last answer
  private last = 0; // when it came, by this browser's clock
  private timer = 0;
  private running = false;
  private newer = false; // there was news while it ran

  // Another view is shown. `took`: how long its first answer took.
  begin(refresh: (() => Promise<void>) | undefined, every: number, took: number): void {
    this.stop();
    this.refresh = refresh ?? null;
    this.every = every;
    this.took = took;
    this.last = Date.now();
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.refresh = null;
    this.running = this.newer = false;
  }

  news(): void {
    if (!this.refresh || this.timer) return;
    if (this.running) {
      this.newer = true;
      return;
    }
    const wait = this.last + Math.max(this.every, kRest * this.took) - Date.now();
    this.timer = window.setTimeout(() => void this.run(), Math.max(0, wait));
  }

  private async run(): Promise<void> {
    const { refresh } = this;
    this.timer = 0;
    this.running = true;
    const begun = Date.now();
    await refresh?.();
    if (this.refresh !== refresh) return; // another view was begun meanwhile
    this.last = Date.now();
    this.took = this.last - begun;
    this.running = false;
    if (!this.newer) return;
    this.newer = false;
    this.news();
  }
}
