package io.crossfade.server;

import io.crossfade.engine.Approving;
import io.crossfade.engine.Control;
import io.crossfade.engine.Diagnostics;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import io.crossfade.engine.audit.Audit;
import io.crossfade.engine.audit.AuditEntry;
import io.crossfade.engine.audit.AuditHead;
import io.crossfade.engine.report.Report;
import io.crossfade.engine.store.ControlEndpoint;
import io.crossfade.engine.store.EventLines;
import io.crossfade.server.wire.WireJson;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A migration that another process carries on, asked over HTTP. Errors come as they were thrown
/// there; NOT_RUNNING when that process is gone.
public final class RemoteControl implements Control, AutoCloseable {
  private static final int EVENTS_AT_ONCE = 10_000;

  private final HttpClient http;
  private final RemotePlace place;
  private final String migration;
  private final String by;

  /// @param by who asks, as `user@host`, for the audit over there
  public RemoteControl(RemotePlace place, String migration, String by) {
    this.http = place.client();
    this.place = place;
    this.migration = migration;
    this.by = by;
  }

  /// As the other, of a process on this machine.
  public RemoteControl(ControlEndpoint endpoint, String migration, String by) {
    this(new RemotePlace.OnThisHost(endpoint), migration, by);
  }

  /// The migrations that are known there.
  public static List<String> migrations(RemotePlace place, String by) {
    try (RemoteControl any = new RemoteControl(place, "", by)) {
      return any.ask("GET", "/migrations?limit=200", Names.class).items().stream()
          .map(Named::migration)
          .toList();
    }
  }

  /// Gives a server a manifest to carry out.
  public static Status begin(RemotePlace place, String manifest, String by) {
    try (HttpClient http = place.client()) {
      Question begin = new Question("POST", "/migrations", manifest, "", by);
      return WireJson.read(begin.ask(place, http), Status.class);
    }
  }

  /// What a manifest would do there; it is carried out by nobody.
  public static Plan plan(RemotePlace place, String manifest, String by) {
    try (HttpClient http = place.client()) {
      Question look = new Question("POST", "/plan", manifest, "", by);
      return WireJson.read(look.ask(place, http), Plan.class);
    }
  }

  private record Names(List<Named> items) {}

  private record Named(String migration) {}

  /// Who is asked, as people call it.
  public String name() {
    return place.name();
  }

  @Override
  public Status status() {
    return ask("GET", path("status"), Status.class);
  }

  @Override
  public List<TableChunks> chunks() {
    return List.of(ask("GET", path("chunks"), TableChunks[].class));
  }

  @Override
  public LedgerReport ledger() {
    return ask("GET", path("ledger"), LedgerReport.class);
  }

  @Override
  public void forget(String router) {
    String _ = text("POST", path("forget") + "?router=" + encoded(router));
  }

  @Override
  public Plan plan() {
    return ask("GET", path("plan"), Plan.class);
  }

  @Override
  public VerifyReport verify(boolean repair) {
    return ask("POST", path("verify") + "?repair=" + repair, VerifyReport.class);
  }

  @Override
  public PauseReport pause(String by, String reason) {
    return ask(
        "POST",
        path("pause") + "?by=" + encoded(by) + "&reason=" + encoded(reason),
        PauseReport.class);
  }

  @Override
  public PauseReport resume(String by) {
    return ask("POST", path("resume") + "?by=" + encoded(by), PauseReport.class);
  }

  @Override
  public ThrottleReport throttle(String by, PaceSetting setting) {
    String which =
        switch (setting.mode()) {
          case ADAPTIVE -> "";
          case LIMITED -> "&rowsPerSecond=" + setting.rowsPerSecond();
          case OFF -> "&off=true";
        };
    return ask("POST", path("throttle") + "?by=" + encoded(by) + which, ThrottleReport.class);
  }

  @Override
  public AdvanceReport advance(@Nullable StepName step) {
    String which = step == null ? "" : step.spelled();
    return ask("POST", path("advance") + "?step=" + which, AdvanceReport.class);
  }

  @Override
  public Approving approving() {
    return new Approving() {
      @Override
      public List<Status.Approval> all() {
        return List.of(RemoteControl.this.ask("GET", path("approvals"), Status.Approval[].class));
      }

      @Override
      public void ask(StepName step, String by) {
        String _ = text("POST", path("ask?step=" + step.spelled()));
      }

      @Override
      public Status.Approval approve(StepName step, String by, String plan) {
        return says("approve?step=%s&plan=%s".formatted(step.spelled(), encoded(plan)));
      }

      @Override
      public Status.Approval refuse(StepName step, String by, String reason) {
        return says("refuse?step=%s&reason=%s".formatted(step.spelled(), encoded(reason)));
      }

      private Status.Approval says(String what) {
        return RemoteControl.this.ask("POST", path(what), Status.Approval.class);
      }
    };
  }

  @Override
  public RehearsalReport rehearse() {
    return ask("POST", path("rehearse"), RehearsalReport.class);
  }

  @Override
  public RepairReport repair(boolean dryRun) {
    return ask("POST", path("repair") + "?dryRun=" + dryRun, RepairReport.class);
  }

  @Override
  public List<Recorded> events() {
    List<Recorded> all = new ArrayList<>();
    List<Recorded> page = page(0);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = page(page.getLast().seq());
    }
    return all;
  }

  private List<Recorded> page(long after) {
    return EventLines.read(
        text("GET", path("events") + "?after=%d&limit=%d".formatted(after, EVENTS_AT_ONCE)));
  }

  @Override
  public Report report() {
    return ask("GET", path("report"), Report.class);
  }

  @Override
  public Diagnostics diagnostics() {
    return ask("GET", path("diagnostics"), Diagnostics.class);
  }

  @Override
  public SwitchReport cutover() {
    return ask("POST", path("cutover"), SwitchReport.class);
  }

  @Override
  public SwitchReport rollback(boolean acceptLoss) {
    return ask("POST", path("rollback") + "?acceptLoss=" + acceptLoss, SwitchReport.class);
  }

  @Override
  public EndReport abort() {
    return ask("POST", path("abort"), EndReport.class);
  }

  @Override
  public EndReport cleanup() {
    return ask("POST", path("cleanup"), EndReport.class);
  }

  /// Who asked that process, and others that use its store, for what.
  public Audit audit() {
    return new Audit() {
      @Override
      public List<AuditEntry> after(long number, int limit) {
        return Arrays.asList(
            ask("GET", "/audit?after=%d&limit=%d".formatted(number, limit), AuditEntry[].class));
      }

      @Override
      public AuditHead head() {
        return ask("GET", "/audit/head", AuditHead.class);
      }
    };
  }

  @Override
  public void close() {
    http.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String path(String what) {
    return "/migrations/" + migration + "/" + what;
  }

  private <T> T ask(String method, String path, Class<T> type) {
    return WireJson.read(text(method, path), type);
  }

  private String text(String method, String path) {
    return new Question(method, path, "", migration, by).ask(place, http);
  }
}
