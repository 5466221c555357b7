package io.crossfade.server;

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
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A migration that another process carries on, asked over loopback. Errors come as they were
/// thrown there; NOT_RUNNING when that process is gone.
public final class RemoteControl implements Control, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final ControlEndpoint endpoint;
  private final String migration;
  private final String by;

  /// @param by who asks, as `user@host`, for the audit over there
  public RemoteControl(ControlEndpoint endpoint, String migration, String by) {
    this.endpoint = endpoint;
    this.migration = migration;
    this.by = by;
  }

  /// The migrations that the process carries on.
  public static List<String> migrations(ControlEndpoint endpoint) {
    try (RemoteControl any = new RemoteControl(endpoint, "", "")) {
      return any.ask("GET", "/migrations?limit=200", Names.class).items().stream()
          .map(Named::migration)
          .toList();
    }
  }

  private record Names(List<Named> items) {}

  private record Named(String migration) {}

  /// Of the process that is asked.
  public long pid() {
    return endpoint.pid();
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
  public RehearsalReport rehearse() {
    return ask("POST", path("rehearse"), RehearsalReport.class);
  }

  @Override
  public RepairReport repair(boolean dryRun) {
    return ask("POST", path("repair") + "?dryRun=" + dryRun, RepairReport.class);
  }

  @Override
  public List<Recorded> events() {
    return EventLines.read(text("GET", path("events")));
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
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
            .header("Authorization", "Bearer " + endpoint.token().reveal())
            .header(By.HEADER, By.encoded(by))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() == 200) {
      return answer.body();
    }
    throw WireJson.read(answer.body(), Problem.class).exception();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw gone("nobody listens at its port any more", e);
    } catch (IOException e) {
      throw gone("it ended before it answered, so the outcome is not known here", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw gone("we were interrupted while it worked, and it goes on", e);
    }
  }

  private CrossfadeException gone(String what, Exception cause) {
    return new CrossfadeException(
        ErrorCode.NOT_RUNNING,
        "process %d, which carried migration %s on, does not answer: %s. See `crossfade status`; `crossfade run` goes on."
            .formatted(endpoint.pid(), migration, what),
        Map.of("pid", Long.toString(endpoint.pid())),
        cause);
  }
}
