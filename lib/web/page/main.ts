// The page begins here: it asks who and what there is, shows the view of the address, and keeps it up to date.

import type { Answer, PageAnswer, PersonRow } from "./answers";
import { current, followLinks, go, onArrival } from "./address";
import { ask, askPage, Refusal } from "./api";
import { furnish, showPlace, showZone, titleOf } from "./chrome";
import { byId, h, replaceKeeping } from "./dom";
import { Live } from "./live";
import { People } from "./people";
import { patterns } from "./pictures/patterns";
import { heading, whoChoice } from "./furniture";
import { Refresher } from "./refresher";
import type { View, Visit } from "./view";
import { windowChoice } from "./window_choice";
import { Zone } from "./zone";
import { coverage } from "./pages/coverage";
import { day } from "./pages/day";
import { heatmap } from "./pages/heatmap";
import { log } from "./pages/log";
import { now } from "./pages/now";
import { overlap } from "./pages/overlap";
import { person } from "./pages/person";
import type { ViewName } from "./address";

const kPages: Record<ViewName, View> = { now, day, heatmap, person, overlap, coverage, log };
const main = byId("main");

let page: PageAnswer | null = null;
let people: People | null = null;
let leaving = new AbortController();
const refresher = new Refresher();
let visit: Visit | null = null;

// What went wrong, with what the question can be changed with.
function complain(error: unknown): void {
  const refusal = error instanceof Refusal ? error : new Refusal(0, String(error), []);
  const lines = refusal.lines.filter((line) => line !== refusal.message);
  const tools =
    visit &&
    visit.view !== "now" &&
    refusal.status >= 400 &&
    refusal.status < 500 &&
    h("div", { class: "tools" }, windowChoice(visit, new Zone(visit.page.zone), null), whoChoice(visit));
  replaceKeeping(
    main,
    h(
      "section",
      { class: "refusal" },
      heading(titleOf(current().view)),
      tools,
      h(
        "div",
        { role: "alert" },
        h("p", { class: "message" }, refusal.message),
        ...lines.map((line) => h("p", {}, line)),
      ),
      h(
        "p",
        {},
        h("button", { type: "button", click: () => void arrive(false) }, "Ask again"),
        " ",
        h("a", { href: `/${current().view}` }, "Begin afresh"),
      ),
    ),
  );
}

async function know(signal: AbortSignal): Promise<void> {
  const [first, everybody] = await Promise.all([
    page ?? askPage(signal),
    ask<Answer<PersonRow>>("people", new URLSearchParams(), signal),
  ]);
  if (!page) new Live(first, heard);
  page = first;
  people = new People(everybody.rows, page);
}

async function arrive(focus: boolean): Promise<void> {
  leaving.abort();
  leaving = new AbortController();
  refresher.stop();
  const { signal } = leaving;
  const { view, query } = current();
  showPlace();
  main.setAttribute("aria-busy", "true");
  try {
    if (!page || !people) await know(signal);
    if (signal.aborted || !page || !people) return;
    const known = page;
    const begun = Date.now();
    visit = {
      view,
      query,
      signal,
      page: known,
      people,
      show: (zone, ...content) => {
        if (signal.aborted) return;
        document.body.dataset.view = view;
        replaceKeeping(main, ...content);
        showZone(zone, page ?? known);
      },
    };
    const next = await kPages[view](visit);
    if (signal.aborted) return;
    const { refresh, every } = next;
    refresher.begin(refresh && (() => guarded(refresh, signal)), every, Date.now() - begun);
  } catch (error) {
    if (signal.aborted) return;
    complain(error);
  }
  main.removeAttribute("aria-busy");
  byId("said").textContent = document.title;
  if (focus && !main.contains(document.activeElement) && document.activeElement === document.body)
    main.focus({ preventScroll: true });
}

async function guarded(refresh: () => Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await refresh();
  } catch (error) {
    // A lost connection is told by Live; what is shown stays.
    if (!signal.aborted && error instanceof Refusal && error.status !== 0) complain(error);
  }
}

function heard(news: PageAnswer): void {
  const others = page && (page.people !== news.people || JSON.stringify(page.groups) !== JSON.stringify(news.groups));
  page = news;
  if (others)
    void ask<Answer<PersonRow>>("people", new URLSearchParams(), leaving.signal).then(
      (answer) => {
        people = new People(answer.rows, news);
      },
      () => undefined,
    );
  refresher.news();
}

document.body.append(patterns());
furnish(() => people);
followLinks();
onArrival(() => void arrive(true));
if (location.pathname === "/") go("/now");
else void arrive(false);
