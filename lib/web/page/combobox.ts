// A box to search people and groups in: type, choose with the arrow keys, Enter. What fits nobody is handed on as it was
// typed: the API understands more than this list, such as addresses.

import { h } from "./dom";
import type { Found, People } from "./people";

const kMost = 12;
let boxes = 0;

export function combobox(label: string, people: () => People | null, chosen: (who: string) => void): HTMLElement {
  const id = `box${++boxes}`;
  const list = h("ul", { id: `${id}-list`, role: "listbox", "aria-label": label, hidden: true });
  const input = h("input", {
    id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: label,
    "aria-label": label,
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
    "aria-autocomplete": "list",
    "data-key": `box-${label}`,
  });
  let found: Found[] = [];
  let active = -1;

  const mark = (index: number): void => {
    active = index;
    Array.from(list.children).forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    const option = list.children[index];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const close = (): void => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const choose = (who: string): void => {
    input.value = "";
    close();
    chosen(who);
  };
  const open = (): void => {
    found = people()?.find(input.value, kMost) ?? [];
    list.replaceChildren(
      ...found.map((one, index) =>
        h(
          "li",
          {
            id: `${id}-${index}`,
            role: "option",
            "aria-selected": "false",
            pointerdown: (event: Event) => {
              event.preventDefault();
              choose(one.who);
            },
          },
          h("span", {}, one.name),
          h("small", {}, one.detail),
        ),
      ),
    );
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    mark(-1);
  };

  input.addEventListener("input", open);
  input.addEventListener("focus", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (found.length) mark((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const typed = input.value.trim();
      if (active >= 0) choose(found[active].who);
      else if (typed) choose(found.length === 1 ? found[0].who : typed);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  return h("div", { class: "combobox" }, input, list);
}
