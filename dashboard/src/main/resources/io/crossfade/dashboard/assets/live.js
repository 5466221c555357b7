// Keeps the page honest: it says plainly when what it shows is no longer what is.
"use strict";
(() => {
  const MOST_ROWS = 200;
  const PATIENCE = 6000;
  const CHECK = 1000;

  const live = document.getElementById("live");
  const list = document.querySelector("[data-poll]");
  const link = document.getElementById("link");
  const cut = document.getElementById("cut");
  let connection = null;
  let heard = Date.now();
  let asOf = new Date();
  let why = null;

  if (!live && !list) {
    link.hidden = true;
    return;
  }

  const clock = (at) => at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

  const show = (state, word, text) => {
    if (link.dataset.state !== state) {
      link.dataset.state = state;
      link.querySelector(".word").textContent = word;
    }
    document.body.classList.toggle("stale", state !== "live" && state !== "waiting");
    if (cut.textContent !== text) cut.textContent = text;
    cut.hidden = text === "";
  };

  const isLive = (at) => {
    heard = Date.now();
    asOf = at;
    why = null;
    show("live", "Live", "");
  };

  const isCut = () => {
    const since = "What you see is as of " + clock(asOf) + ". ";
    if (why === "login") {
      show("cut", "Logged out", since + "You are logged out: reload the page.");
    } else if (why) {
      show("cut", "Not known", since + why);
    } else {
      show("cut", "Disconnected", "Disconnected from the server. " + since + "It is tried again all the time; the migration does not depend on this page.");
    }
  };

  const trim = () => {
    const rows = document.getElementById("rows");
    while (rows && rows.rows.length > MOST_ROWS) rows.deleteRow(-1);
  };

  if (live) {
    live.addEventListener("htmx:sse:before:connection", (e) => {
      connection = e.detail.connection;
      if (connection.attempt > 0) isCut();
    });
    live.addEventListener("htmx:sse:error", (e) => {
      if (e.detail.status === 401) why = "login";
      isCut();
    });
    live.addEventListener("sample", (e) => {
      const told = JSON.parse(e.detail.data);
      document.title = told.title + " · " + live.dataset.migration + " – Crossfade";
      isLive(new Date(told.sample.at * 1000));
    });
    live.addEventListener("trouble", (e) => {
      heard = Date.now();
      why = "The server cannot tell how it is: " + e.detail.data;
      isCut();
    });
    live.addEventListener("htmx:sse:after:message", trim);
    // A connection may be gone without a word, and the first one may never have come about.
    setInterval(() => {
      if (document.hidden || Date.now() - heard < PATIENCE) return;
      isCut();
      heard = Date.now() - PATIENCE / 2;
      if (connection && connection.reader) {
        connection.reader.cancel();
      } else if (!live._htmx || !live._htmx.sse) {
        live.dispatchEvent(new Event("again"));
      }
    }, CHECK);
  } else {
    list.addEventListener("htmx:after:request", (e) => {
      const answer = e.detail.ctx && e.detail.ctx.response;
      if (answer && answer.status === 200) {
        isLive(new Date());
      } else {
        why = answer && answer.status === 401 ? "login" : null;
        isCut();
      }
    });
    list.addEventListener("htmx:error", isCut);
    setInterval(() => {
      if (!document.hidden && Date.now() - heard > PATIENCE) isCut();
    }, CHECK);
    show("live", "Live", "");
  }
})();
