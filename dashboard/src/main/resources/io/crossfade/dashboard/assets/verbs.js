// Asks before it does, does one thing at a time, and says what came of it.
"use strict";
(() => {
  const dialog = document.getElementById("ask");
  if (!dialog) return;
  const migration = dialog.dataset.migration;
  const byId = (id) => document.getElementById(id);
  const yes = byId("ask-yes");
  const name = byId("ask-name");
  const reason = byId("ask-reason");
  let asked = null;
  let busy = false;
  let gone = 0;

  const takesReason = (verb) => /^(pause|refuse)\b/.test(verb.ask);

  const check = () => {
    yes.disabled = busy || (asked && asked.typed === "true" && name.value !== migration);
  };

  const ask = (button) => {
    asked = { ...button.dataset, id: button.id };
    byId("ask-title").textContent = asked.label + "?";
    byId("ask-does").textContent = "It " + asked.does + ".";
    byId("ask-beware").replaceChildren(
      ...asked.beware.split("\n").filter(Boolean).map((line) => {
        const item = document.createElement("li");
        item.textContent = line;
        return item;
      }),
    );
    byId("ask-name-label").hidden = asked.typed !== "true";
    byId("ask-reason-label").hidden = !takesReason(asked);
    name.value = "";
    reason.value = "";
    yes.textContent = asked.label;
    yes.className = "verb " + asked.kind;
    check();
    dialog.returnValue = "no";
    dialog.showModal();
    if (asked.typed === "true") name.focus();
  };

  const say = (tone, text) => {
    const answer = byId("answer");
    answer.dataset.tone = tone;
    byId("answer-text").textContent = text;
    answer.hidden = false;
    clearTimeout(gone);
    if (tone === "good") gone = setTimeout(() => (answer.hidden = true), 12000);
  };

  const outcome = (verb, said) => {
    if (said.decision === "ABORT") return ["warns", verb.label + ": tried, and everything is as before. " + said.reason];
    if (said.clean === false) return ["warns", verb.label + ": some rows differ. See drift."];
    if (said.passed === false) return ["warns", verb.label + ": it did not pass. " + said.report.reason + " " + said.refusals.join(" ")];
    return ["good", verb.label + ": done."];
  };

  const post = async (verb) => {
    busy = true;
    document.body.classList.add("busy");
    say("runs", verb.label + " is under way…");
    try {
      const path = "/migrations/" + encodeURIComponent(migration) + "/" + verb.ask;
      const first = verb.ask.includes("?") ? "&" : "?";
      const query = takesReason(verb) && verb.reason ? first + "reason=" + encodeURIComponent(verb.reason) : "";
      const answer = await fetch(path + query, { method: "POST", headers: { "Crossfade-Page": "1", Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) {
        say(...outcome(verb, said));
      } else {
        say("bad", verb.label + " was refused (" + said.title + "): " + said.detail);
      }
    } catch (e) {
      say("warns", "The answer to " + verb.label + " did not come. The events below say what came of it.");
    } finally {
      busy = false;
      document.body.classList.remove("busy");
    }
  };

  document.addEventListener("click", (e) => {
    const button = e.target.closest("button[data-ask]");
    if (!button) return;
    const isApproval = /^(approve|refuse)\b/.test(button.dataset.ask);
    if (!document.body.dataset.may.split(" ").includes(isApproval ? "approve" : "act")) {
      say("bad", isApproval ? "That needs an account of your own with the role approver." : "You may look, and not press: that needs the role operator.");
      return;
    }
    if (!busy) ask(button);
    else say("runs", "One thing at a time: the last one is still under way.");
  });
  name.addEventListener("input", check);
  dialog.addEventListener("close", () => {
    const verb = { ...asked, reason: reason.value.trim() };
    const button = byId(asked.id);
    if (button) button.focus();
    if (dialog.returnValue === "yes") post(verb);
  });
  byId("answer-close").addEventListener("click", () => {
    byId("answer").hidden = true;
  });
})();
