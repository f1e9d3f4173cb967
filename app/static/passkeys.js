// A passkey is asked for as soon as its page opens; the button asks again.
"use strict";

/* global handleRegister, handleSignin */
const form = document.querySelector("[data-passkey]");

const ask = async () => {
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  const handle = form.dataset.passkey === "register" ? handleRegister : handleSignin;
  const { credential, error_msg: error } = await handle(form.dataset.options);
  if (error || !credential) {
    failed.hidden = false;
    return;
  }
  form.elements.credential.value = credential;
  form.submit();
};

if (form) {
  form.querySelector("[data-passkey-again]").addEventListener("click", ask);
  ask();
}
