"use strict";
// A form that is sent once the browser has made a passkey, or signed with one. Without a script there is no button.
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const described = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

function readOptions() {
  const options = JSON.parse(document.getElementById("passkey-options").textContent);
  options.challenge = toBytes(options.challenge);
  if (options.user) options.user.id = toBytes(options.user.id);
  if (options.excludeCredentials) options.excludeCredentials = described(options.excludeCredentials);
  if (options.allowCredentials) options.allowCredentials = described(options.allowCredentials);
  return options;
}

function write(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), type: credential.type, response, clientExtensionResults: {} });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const button = form.querySelector("button");
  const problem = form.querySelector("[data-problem]");
  const say = (words) => {
    problem.textContent = words;
    problem.hidden = false;
  };
  if (!window.PublicKeyCredential) {
    say("This browser knows no passkeys.");
    continue;
  }
  button.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    problem.hidden = true;
    try {
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: readOptions() });
      form.querySelector("[data-answer]").value = write(credential);
      form.submit();
    } catch (error) {
      button.disabled = false;
      say(error.name === "InvalidStateError" ? "This device has a passkey for your account already." : "Nothing was done: it was stopped, or took too long. Try again.");
    }
  });
}
