// What the pages need in the browser; runs once for each HTML part (`element`), which reports clicks by `trigger`.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action], [data-copy]");
  if (!button || !element.contains(button)) return;
  if (button.dataset.copy) {
    copyText(button);
  } else {
    trigger(button.dataset.event ?? "click", { action: button.dataset.action });
  }
});

async function copyText(button) {
  // Without a secure address there is no clipboard: the number is selectable as a whole by one tap then.
  await navigator.clipboard?.writeText(button.dataset.copy);
  if (navigator.clipboard) button.textContent = button.dataset.done;
}

watch("value", () => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = calm ? "auto" : "smooth";
  const language = element.querySelector("[lang]")?.lang;
  if (language) document.documentElement.lang = language;
  labelComposer(element.querySelector(".page-foot"));
  const number = element.querySelector(".case")?.dataset.number;
  const column = element.closest("#case-column") ?? element; // who has the claim, and notices, stand above it
  if (number && number !== element.dataset.number) column.scrollIntoView({ block: "start", behavior });
  element.dataset.number = number ?? "";
  if (element.querySelector(".case")) return;
  const messages = element.querySelectorAll(".talk > .entry, .waiting, .notices");
  if (messages.length === Number(element.dataset.count ?? 0) && !element.querySelector(".waiting")) return;
  element.dataset.count = messages.length;
  const newest = messages[messages.length - 1];
  newest?.scrollIntoView({ block: newest.matches(".entry") ? "start" : "end", behavior });
});

// Gradio's message box has English names for its parts, none for its text field, and makes its buttons anew.
function labelComposer(words) {
  const composer = document.querySelector("#composer");
  if (!words || !composer) return;
  const name = (part, label) => composer.querySelector(part)?.setAttribute("aria-label", label);
  const label = () => {
    name(".full-container", words.dataset.write);
    name("textarea", words.dataset.write);
    name(".upload-button", words.dataset.attach);
    name(".submit-button", words.dataset.send);
    composer.querySelector(".upload-button")?.setAttribute("data-label", words.dataset.photos);
  };
  label();
  new MutationObserver(label).observe(composer, { childList: true, subtree: true });
}
