// Copying a tracking number, keeping folds open when the page is brought up to date, and printing. Nothing depends on
// any of them.
(() => {
  const page = document.documentElement;
  if (navigator.clipboard) page.classList.add("can-copy");

  // htmx notes the address, and with it the link to the order, in the tab's storage; nothing here needs that.
  try {
    sessionStorage.removeItem("htmx-current-path-for-history");
  } catch {
    // A browser that allows no storage holds nothing either.
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const status = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      status.textContent = button.dataset.copied;
      setTimeout(() => { status.textContent = ""; }, 4000);
    } catch {
      status.textContent = "";
    }
  });

  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  // Safari prints no picture that it has not loaded yet, and loads none that is hidden and may wait.
  if (navigator.vendor.startsWith("Apple")) {
    addEventListener("load", () => document.querySelector(".paper img")?.setAttribute("loading", "eager"));
  }

  // Who comes back finds the page as it was left, with a request that never ends; and what was typed, which on a shared
  // computer is for nobody else's eyes.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) location.reload();
    const email = document.querySelector("form [name=email]");
    if (email && performance.getEntriesByType("navigation")[0]?.type !== "navigate") email.value = email.defaultValue;
  });

  let open = [];
  document.addEventListener("htmx:beforeSwap", () => {
    open = Array.from(document.querySelectorAll("details[open][id]"), (fold) => fold.id);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  });
})();

// What is new since the last visit (docs/decisions/0044). The browser keeps the marks of what this page has shown,
// under a name that says nothing; they are never sent.
(() => {
  const PREFIX = "order-seen:";
  const PAUSE = 30 * 60_000; // who comes back sooner is still on the same visit
  const DAY = 86_400_000;
  const KEPT = 60 * DAY;
  const MOST = 50;

  let storage;
  try {
    storage = localStorage;
  } catch {
    return; // no storage, no last visit
  }

  let before = null; // the marks known before this visit
  let since = 0; // when the visit before this one was; 0: there was none

  // FNV-1a: a scan's mark is made here, of its parcel's and its own time, because an order may have thousands of them.
  const shorten = (text) => {
    let hash = 0x811c9dc5;
    for (let place = 0; place < text.length; place++) {
      hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
    }
    return (hash >>> 0).toString(36);
  };

  // Pairs of a mark and the element that tells it; null for what is so but not said.
  const readFacts = (line) => {
    const facts = (line.dataset.known ?? "").split(" ").map((mark) => [mark, null]);
    for (const place of document.querySelectorAll("#order [data-fact]")) facts.push([place.dataset.fact, place]);
    for (const list of document.querySelectorAll("#order [data-scans]")) {
      let nth = 0;
      for (let scan = list.lastElementChild; scan; scan = scan.previousElementSibling) {
        const at = scan.firstElementChild.dateTime;
        nth = scan.nextElementSibling?.firstElementChild.dateTime === at ? nth + 1 : 0; // told to the minute
        facts.push([shorten(`${list.dataset.scans} ${Date.parse(at)} ${nth}`), scan.lastElementChild]);
      }
    }
    return facts;
  };

  const read = (name) => {
    try {
      const kept = JSON.parse(storage.getItem(name));
      return typeof kept.at === "number" && typeof kept.seen === "string" ? kept : null;
    } catch {
      return null;
    }
  };

  // Old visits go, and the oldest of too many.
  const prune = () => {
    const names = Object.keys(storage).filter((name) => name.startsWith(PREFIX));
    const ages = new Map(names.map((name) => [name, Date.now() - (read(name)?.at ?? 0)]));
    names.sort((a, b) => ages.get(a) - ages.get(b));
    names.forEach((name, place) => {
      if (place >= MOST || ages.get(name) > KEPT) storage.removeItem(name);
    });
  };

  const write = (line, facts) => {
    const seen = facts.map(([mark]) => mark).join(" ");
    const known = Array.from(before).join(" ");
    const kept = { at: Date.now(), seen, since, ...(known !== seen && { before: known }) };
    try {
      storage.setItem(PREFIX + line.dataset.order, JSON.stringify(kept));
      prune();
    } catch {
      // Full, or not allowed: the next visit is then a first one.
    }
  };

  const begin = (line, facts) => {
    const kept = read(PREFIX + line.dataset.order);
    if (!kept) {
      before ??= new Set(facts.map(([mark]) => mark));
    } else if (Date.now() - kept.at > PAUSE) {
      before = new Set(kept.seen.split(" "));
      since = kept.at;
    } else {
      before = new Set((kept.before ?? kept.seen).split(" "));
      since = kept.since || 0;
    }
  };

  const putMark = (place, word) => {
    if (place.firstElementChild?.className === "new") return;
    const mark = document.createElement("span");
    mark.className = "new";
    mark.textContent = word;
    place.prepend(mark, " ");
  };

  const show = (line, facts) => {
    const news = facts.filter(([mark, place]) => place && !before.has(mark)).map(([, place]) => place);
    for (const place of news) {
      putMark(place, line.dataset.new);
      for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) {
        putMark(fold.firstElementChild.firstElementChild, line.dataset.new);
      }
    }
    if (!since || !news.length || !line.hidden) return;
    const { locale, zone: timeZone } = line.dataset;
    const say = (parts) => new Intl.DateTimeFormat(locale, { ...parts, timeZone }).format(since);
    const day = Date.now() - since < 6 * DAY ? { weekday: "long" } : { day: "numeric", month: "long" };
    line.textContent = line.dataset.since
      .replace("%(day)s", say(day))
      .replace("%(time)s", say({ timeStyle: "short" }));
    line.hidden = false;
  };

  // Only what was on a screen has been seen: a tab in the background waits until it is looked at.
  const look = ({ arriving }) => {
    const line = document.getElementById("since");
    if (!line || document.visibilityState !== "visible") return;
    const facts = readFacts(line);
    if (arriving || !before) begin(line, facts);
    write(line, facts);
    show(line, facts);
  };

  const arrive = () => {
    for (const mark of document.querySelectorAll("#order .new")) mark.remove();
    document.getElementById("since")?.setAttribute("hidden", "");
    look({ arriving: true });
  };

  const leave = () => {
    const line = document.getElementById("since");
    if (line && before) write(line, readFacts(line));
  };

  arrive();
  document.addEventListener("htmx:afterSettle", () => look({ arriving: false }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") arrive();
    else leave();
  });
})();
