"use strict";

/** What the service answers that is no success: a problem of RFC 9457. */
class ProblemError extends Error {
  constructor(problem, status) {
    super(problem.detail ?? `the service answered ${status}`);
    this.status = status;
    this.code = problem.code;
  }
}

/** The service's own addresses, as openapi.json describes them. */
const api = {
  async ask(path, options = {}) {
    const response = await fetch(path, options);
    if (response.status === 401 && (await logIn())) return api.ask(path, options);
    if (!response.ok) throw new ProblemError(await response.json().catch(() => ({})), response.status);
    return response.status === 204 ? null : response.json();
  },

  send(file) {
    return api.ask(`/v1/images?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
  },

  register(request) {
    return api.ask("/v1/registrations", { method: "POST", body: JSON.stringify(request) });
  },

  registration: (id) => api.ask(`/v1/registrations/${id}`),
  registrations: (before) => api.ask(`/v1/registrations?limit=20${before ? `&before=${before}` : ""}`),
  remove: (id) => api.ask(`/v1/registrations/${id}`, { method: "DELETE" }),

  /** Calls back with each state, and ends with the last. */
  events(id, tell) {
    return new Promise((resolve, reject) => {
      const source = new EventSource(`/v1/registrations/${id}/events`);
      source.addEventListener("state", (message) => {
        const event = JSON.parse(message.data);
        tell(event);
        if (event.stage !== "ended") return;
        source.close();
        resolve();
      });
      source.addEventListener("error", () => {
        // The browser tries again by itself unless the service has refused.
        if (source.readyState === EventSource.CLOSED) reject(new Error("the service no longer answers"));
      });
    });
  },
};

/** Asks for the token until it is right; false where the person gives up. */
async function logIn() {
  const dialog = document.getElementById("login");
  if (dialog.open) return false;
  const input = dialog.querySelector("[name=token]");
  for (;;) {
    dialog.returnValue = "cancelled";
    dialog.showModal();
    await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    if (dialog.returnValue === "cancelled") return false;
    const headers = { Authorization: `Bearer ${input.value}` };
    if ((await fetch("/v1/session", { method: "POST", headers })).ok) return true;
    dialog.querySelector(".wrong").textContent = "This is not the service's token.";
  }
}
