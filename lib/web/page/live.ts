// What is new at the server: events of committed rows, whether the recorder is alive, and whether the server answers.

import type { PageAnswer } from "./answers";
import { askPage, Refusal } from "./api";
import { byId, h } from "./dom";
import { duration } from "./durations";
import { Zone } from "./zone";

const kPause = 5000; // milliseconds between questions to a server that has no place for another listener
const kShutPause = 60_000; // the same to one that has let the reader in no more: it counts wrong tokens

type News = (page: PageAnswer) => void;

export class Live {
  private lost = false;
  private shut = false; // the server answers, but not this reader
  private polled = false; // nothing is heard: the page asks now and then
  private since = Date.now(); // the last word of the server
  private asking = false;
  private again = false;
  private events: EventSource | null = null;

  constructor(
    public page: PageAnswer,
    private readonly news: News,
  ) {
    this.listen();
    // A browser has six connections for a server. A page that nobody sees, in another tab or kept for the back button,
    // gives its own back.
    window.addEventListener("pagehide", () => this.events?.close());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return this.events?.close();
      this.listen();
      void this.ask();
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.listen();
    });
    // Time goes on without records, too: durations grow, and a recorder falls silent.
    window.setInterval(() => {
      if (!document.hidden) void this.ask();
    }, 30_000);
    this.tell();
  }

  private listen(): void {
    this.events?.close();
    const events = new EventSource("/api/events");
    this.events = events;
    events.addEventListener("committed", () => void this.ask());
    events.addEventListener("open", () => this.heard());
    events.addEventListener("error", () => {
      if (events !== this.events) return;
      if (events.readyState === EventSource.CLOSED) void this.poll(events);
      else {
        this.lost = true;
        this.tell();
      }
    });
  }

  private heard(): void {
    const was = this.lost || this.polled;
    this.lost = this.polled = false;
    this.since = Date.now();
    if (was) void this.ask();
  }

  // After a refusal, such as that too many listen already, the browser itself does not try again.
  private async poll(refused: EventSource): Promise<void> {
    this.polled = true;
    await this.ask();
    window.setTimeout(
      () => {
        if (refused === this.events && !document.hidden) this.listen();
      },
      this.shut ? kShutPause : kPause,
    );
  }

  // One question at a time; what came in between is asked once more.
  private async ask(): Promise<void> {
    if (this.asking) {
      this.again = true;
      return;
    }
    this.asking = true;
    try {
      this.page = await askPage(new AbortController().signal);
      this.lost = this.shut = false;
      this.since = Date.now();
      this.tell();
      this.news(this.page);
    } catch (error) {
      this.lost = true;
      this.shut = error instanceof Refusal && (error.status === 401 || error.status === 403);
      this.tell();
    }
    this.asking = false;
    if (!this.again) return;
    this.again = false;
    void this.ask();
  }

  private tell(): void {
    const { recorder, now_ms } = this.page;
    const notices: HTMLElement[] = [];
    const zone = new Zone(Intl.DateTimeFormat().resolvedOptions().timeZone);
    const notice = (kind: string, what: string, more: string): void => {
      notices.push(h("p", { class: `notice ${kind}` }, h("span", {}, h("strong", {}, what), " ", more)));
    };
    if (this.lost) {
      const last = zone.seconds(this.since);
      notice(
        "lost",
        this.shut ? "This page is not open to you any more." : "Connection lost.",
        `What you see is as of ${last} on your clock. ${this.shut ? "Ask for a new link." : "The server is being asked again."}`,
      );
    }
    if (!recorder.alive) {
      const silent =
        recorder.alive_at_ms === null ? "" : ` for ${duration(Math.max(0, now_ms - recorder.alive_at_ms))}`;
      const more = `The recorder has given no sign of life${silent}. Everything since then is unknown.`;
      notice("gone", "Nothing is being recorded.", more);
    }
    const place = byId("notices");
    const text = notices.map((one) => one.textContent).join();
    if (place.textContent !== text) place.replaceChildren(...notices);
    const state = this.lost ? "lost" : !recorder.alive ? "gone" : this.polled ? "polled" : "alive";
    document.documentElement.dataset.live = state;
    byId("pulse").textContent = {
      lost: this.shut ? "not open" : "not connected",
      gone: "recorder silent",
      polled: `asked every ${kPause / 1000} s`,
      alive: "live",
    }[state];
  }
}
