// Passkeys: turns the server's question into the browser's and sends the answer back.
(() => {
  "use strict";
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const asked = question => {
    const key = JSON.parse(question);
    key.challenge = bytes(key.challenge);
    if (key.user) key.user.id = bytes(key.user.id);
    ["allowCredentials", "excludeCredentials"].forEach(list => (key[list] || []).forEach(c => { c.id = bytes(c.id); }));
    return { publicKey: key };
  };
  const answered = credential => {
    const response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(part => {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    });
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
  };
  document.querySelectorAll("[data-passkey]").forEach(button => button.addEventListener("click", async () => {
    try {
      const credential = await navigator.credentials[button.dataset.passkey](asked(button.dataset.question));
      button.form.elements[button.dataset.into].value = answered(credential);
      button.form.submit();
    } catch (error) {
      if (error.name === "NotAllowedError") return; // the person closed the browser's window
      const toast = document.getElementById("toast");
      toast.textContent = toast.dataset.failed;
    }
  }));
})();
