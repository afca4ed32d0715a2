// The brand's form without its script is whole: a button shows the preview, colours are typed. With it the preview
// follows what is typed, the browser's colour picker stands beside each colour, and what becomes of a colour is said
// at once.
"use strict";

const PAUSE_MILLISECONDS = 400;
const form = document.querySelector("form.brand");
const button = form.querySelector("[data-preview]");
const notes = document.getElementById("colour-notes");
const colours = form.querySelectorAll("[data-colour]");

document.documentElement.classList.add("has-script");

// A form has one submission at a time: a preview that began now would call off the one that saves.
let leaving = false;
form.addEventListener("submit", (event) => { leaving = event.submitter !== button; });
addEventListener("pageshow", () => { leaving = false; });

function afterAPause(act) {
  let waiting;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(act, PAUSE_MILLISECONDS);
  };
}

// A new frame is filled unseen and then takes the old one's place: nothing flickers, the place on the page is kept,
// and the browser's history stays as it was.
function showPreview() {
  if (leaving) return;
  form.querySelector("iframe.coming")?.remove();
  const shown = form.querySelector("iframe");
  const coming = document.createElement("iframe");
  coming.className = "coming";
  coming.name = `preview-${Date.now()}`;
  coming.title = shown.title;
  shown.after(coming);
  coming.addEventListener("load", () => {
    if (coming.contentWindow.location.href === "about:blank") return;
    coming.contentWindow.scrollTo(0, shown.contentWindow?.scrollY ?? 0);
    coming.classList.remove("coming");
    shown.remove();
  });
  button.formTarget = coming.name;
  form.requestSubmit(button);
}

async function sayColours() {
  const look = form.querySelector("[name=look]:checked");
  const scheme = form.querySelector("[name=colour_scheme]:checked");
  const query = new URLSearchParams({
    look: look.value,
    colour_scheme: scheme.value,
    accent: form.elements.accent.value,
    paper: form.elements.paper.value,
  });
  const answer = await fetch(`${form.dataset.colours}?${query}`);
  if (answer.ok) notes.innerHTML = await answer.text();
}

// A picker always has a value, and blank means the look's own: the field that counts is the one that is typed in.
function addPicker(field) {
  const picker = document.createElement("input");
  picker.type = "color";
  picker.setAttribute("aria-label", `${field.labels[0].textContent}: choose`);
  const follow = () => {
    const value = (field.value || field.placeholder).trim();
    if (/^#[0-9a-f]{6}$/i.test(value)) picker.value = value;
  };
  picker.addEventListener("input", () => { field.value = picker.value; });
  field.addEventListener("input", follow);
  form.addEventListener("change", follow);
  field.before(picker);
  follow();
}

function followLook() {
  const look = form.querySelector("[name=look]:checked");
  form.elements.accent.placeholder = look.dataset.accent;
  form.elements.paper.placeholder = look.dataset.paper;
}

if (button) {
  const previewSoon = afterAPause(showPreview);
  const sayColoursSoon = afterAPause(sayColours);
  for (const look of form.querySelectorAll("[name=look]")) look.addEventListener("change", followLook);
  for (const field of colours) addPicker(field);
  form.addEventListener("input", (event) => {
    if (event.target.name === "preview-width") return;
    previewSoon();
    if (event.target.closest("[aria-labelledby=part-colours], .looks")) sayColoursSoon();
  });
  if (form.querySelector("#problems")) showPreview();
}
document.getElementById("problems")?.focus();
