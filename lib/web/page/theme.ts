// Light, dark, or as the system has it: the reader's choice, kept in this browser. Loaded before the first paint, so that
// a dark page does not flash.

const kKey = "theme";

function kept(): string {
  try {
    return localStorage.getItem(kKey) ?? "system";
  } catch {
    return "system"; // storage is forbidden: the choice lasts until the page is left
  }
}

function put(theme: string): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

put(kept());
document.addEventListener("DOMContentLoaded", () => {
  for (const choice of Array.from(document.querySelectorAll<HTMLInputElement>("input[name=theme]"))) {
    choice.checked = choice.value === kept();
    choice.addEventListener("change", () => {
      put(choice.value);
      try {
        localStorage.setItem(kKey, choice.value);
      } catch {
        // see kept()
      }
    });
  }
});

export {};
