// What is wrong with how a page lies in its window; one line for each thing. Runs within the page.
(() => {
  const HIDDEN = ".unseen, .skip, .sprite";
  const SEEN = { visibilityProperty: true, contentVisibilityAuto: true };
  const told = (element) => {
    const { tagName, id, className } = element;
    const classes = typeof className === "string" ? className.trim().replaceAll(/\s+/g, ".") : "";
    return `<${tagName.toLowerCase()}${id && `#${id}`}${classes && `.${classes}`}> ${element.textContent.trim().slice(0, 40)}`;
  };
  const all = () => [...document.querySelectorAll("body *")]
    .filter((element) => !element.closest(HIDDEN) && element.checkVisibility(SEEN));

  function stickingOut() {
    const out = all().filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 2 && (box.left < -1 || box.right > innerWidth + 1);
    }).map((element) => `sticks out: ${told(element)}`);
    const wide = document.documentElement.scrollWidth - innerWidth;
    return wide > 0 ? [...out, `the page is ${wide} px too wide`] : out;
  }

  // A field lets its text be moved through; all else has to show it.
  function cut() {
    return all().filter((element) => !element.matches("input")).filter((element) => {
      const style = getComputedStyle(element);
      const hides = (way) => way !== "visible";
      return (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
        || (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
        || style.textOverflow === "ellipsis";
    }).map((element) => `cut off: ${told(element)}`);
  }

  // The middle of each line of text: lines may stand close, but no letter may lie over another.
  function lines() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (!text.data.trim() || text.parentElement.closest(HIDDEN) || !text.parentElement.checkVisibility(SEEN)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const box of range.getClientRects())
        if (box.width > 2) found.push(boxOf(text, text.data.trim(), box, box.height * 0.25));
    }
    for (const picture of document.querySelectorAll("main img, main svg"))
      if (picture.checkVisibility(SEEN)) found.push(boxOf(picture, told(picture), picture.getBoundingClientRect(), 1));
    return found.sort((one, other) => one.top - other.top);
  }

  function boxOf(node, name, box, less) {
    return { node, name: name.slice(0, 40), left: box.left + 1, right: box.right - 1, top: box.top + less, bottom: box.bottom - less };
  }

  function overlapping() {
    const found = [];
    let open = [];
    for (const line of lines()) {
      open = open.filter((above) => above.bottom > line.top);
      for (const above of open)
        if (above.left < line.right && line.left < above.right)
          found.push(`“${line.name}” lies over “${above.name}”`);
      open.push(line);
    }
    return found;
  }

  function stuck() {
    return all().filter((element) => ["fixed", "sticky"].includes(getComputedStyle(element).position))
      .map((element) => `keeps its place in the window: ${told(element)}`);
  }

  // 2.5.8: what is not part of a sentence has 24 by 24 pixels.
  function small() {
    return all().filter((element) => element.matches("a[href], button, input, select, summary")).filter((element) => {
      const box = element.getBoundingClientRect();
      return (box.width < 24 || box.height < 24) && !standsInASentence(element);
    }).map((element) => {
      const box = element.getBoundingClientRect();
      return `${Math.round(box.width)} by ${Math.round(box.height)} px: ${told(element)}`;
    });
  }

  function standsInASentence(element) {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return block.textContent.trim().length > element.textContent.trim().length;
  }

  window.measures = { stickingOut, cut, overlapping, stuck, small };
})();
