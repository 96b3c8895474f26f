"use strict";

/** The two pictures that were chosen, by role. */
class Pictures {
  constructor(form, changed) {
    this.files = { moving: null, fixed: null };
    this.form = form;
    this.changed = changed;
    for (const role of Object.keys(this.files)) this.listen(role);
    form.querySelector("#swap").addEventListener("click", () => this.swap());
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => this.dropped(event));
  }

  get areComplete() {
    return Boolean(this.files.moving && this.files.fixed);
  }

  listen(role) {
    const picker = this.picker(role);
    picker.querySelector("input").addEventListener("change", (event) => {
      if (event.target.files.length > 0) this.choose(role, event.target.files[0]);
    });
    for (const name of ["dragenter", "dragover"]) {
      picker.addEventListener(name, () => picker.classList.add("over"));
    }
    for (const name of ["dragleave", "drop"]) picker.addEventListener(name, () => picker.classList.remove("over"));
  }

  /** Two files fill both places; one fills the place that it was dropped on, or the first that is empty. */
  dropped(event) {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (files.length === 0) return;
    if (files.length > 1) {
      this.choose("moving", files[0]);
      this.choose("fixed", files[1]);
      return;
    }
    const role = event.target.closest?.("[data-role]")?.dataset.role ?? (this.files.moving ? "fixed" : "moving");
    this.choose(role, files[0]);
  }

  choose(role, file) {
    this.files[role] = file;
    this.show(role);
    this.changed();
  }

  swap() {
    const { moving, fixed } = this.files;
    this.files = { moving: fixed, fixed: moving };
    for (const role of Object.keys(this.files)) this.show(role);
    this.changed();
  }

  show(role) {
    const [picker, file] = [this.picker(role), this.files[role]];
    const place = picker.querySelector(".shown");
    URL.revokeObjectURL(place.querySelector("img")?.src ?? "");
    place.replaceChildren();
    picker.classList.toggle("has", Boolean(file));
    picker.querySelector(".chosen").textContent = file ? file.name : "Choose or drop a picture";
    if (!file) return;
    const image = new Image();
    image.alt = "";
    // Browsers show no TIFF; its name is enough.
    image.addEventListener("error", () => image.remove());
    image.src = URL.createObjectURL(file);
    place.append(image);
  }

  picker(role) {
    return this.form.querySelector(`[data-role=${role}]`);
  }
}
