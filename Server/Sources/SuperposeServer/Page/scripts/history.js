"use strict";

const VERDICTS = { registered: "Registered", doubtful: "Doubtful", failed: "Not registered" };

/** Registrations that the service has, the newest first. */
class History {
  constructor(section, opened) {
    this.section = section;
    this.list = section.querySelector("ul");
    this.older = section.querySelector("#older");
    this.opened = opened;
    this.next = null;
    this.older.addEventListener("click", () => this.load(this.next));
  }

  async load(before = null) {
    const { registrations, next } = await api.registrations(before);
    if (!before) this.list.replaceChildren();
    this.list.append(...registrations.map((registration) => this.row(registration)));
    this.next = next;
    this.older.hidden = !next;
    this.section.hidden = this.list.children.length === 0;
  }

  row(registration) {
    const item = document.createElement("li");
    item.dataset.id = registration.id;
    const text = element("div");
    text.append(this.names(registration), this.about(registration));
    item.append(this.thumbnails(registration), text, this.actions(registration, item));
    return item;
  }

  thumbnails({ moving, fixed }) {
    const box = element("div", "thumbnails");
    for (const image of [moving, fixed]) {
      const picture = new Image();
      picture.alt = "";
      picture.loading = "lazy";
      picture.src = `/v1/images/${image.id}/thumbnail`;
      box.append(picture);
    }
    return box;
  }

  names({ moving, fixed }) {
    const names = element("p", "names");
    names.dir = "auto";
    names.textContent = `${moving.name} onto ${fixed.name}`;
    return names;
  }

  about(registration) {
    const about = element("p", "about");
    const word = element("b", registration.verdict ?? (registration.problem ? "error" : ""));
    word.textContent = VERDICTS[registration.verdict] ?? (registration.problem ? "No result" : "Under way");
    const matches = registration.verdict && registration.verdict !== "failed"
      ? `, ${registration.inlierCount} matches agree` : "";
    const reason = registration.problem ? `: ${registration.problem.detail}` : "";
    about.append(word, `${matches}${reason} · ${new Date(registration.created).toLocaleString()}`);
    return about;
  }

  actions(registration, item) {
    const box = element("div", "actions");
    const name = `${registration.moving.name} onto ${registration.fixed.name}`;
    if (registration.state === "done") {
      box.append(link("Look at it", `/v1/registrations/${registration.id}/report`, name));
      if (registration.verdict !== "failed") {
        box.append(link("Warped picture", `/v1/registrations/${registration.id}/warped`, name));
      }
    } else if (registration.state !== "failed") {
      const watch = button("Watch", name, () => this.opened(registration.id));
      box.append(watch);
    }
    box.append(button("Delete", name, () => this.remove(registration.id, item)));
    return box;
  }

  async remove(id, item) {
    await api.remove(id);
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    this.section.hidden = this.list.children.length === 0;
    next?.querySelector("a, button")?.focus();
  }
}

function element(name, className = "") {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function link(text, address, about) {
  const made = element("a");
  made.href = address;
  made.textContent = text;
  made.setAttribute("aria-label", `${text}: ${about}`);
  return made;
}

function button(text, about, pressed) {
  const made = element("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", `${text}: ${about}`);
  made.addEventListener("click", pressed);
  return made;
}
