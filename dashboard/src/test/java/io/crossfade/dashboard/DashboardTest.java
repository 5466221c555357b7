package io.crossfade.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.server.Access;
import io.crossfade.server.ControlServer;
import io.crossfade.server.FakeControl;
import io.crossfade.server.hosting.Migrations;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The pages as a browser is served them.
@Timeout(30)
class DashboardTest {
  private static final Access ACCESS = Access.random();

  private final HttpClient http = HttpClient.newHttpClient();
  private final ControlServer server =
      ControlServer.start(
          ACCESS, List.of(new Dashboard(Migrations.only("shop", new FakeControl("shop")), "")));

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void whoHasNotSaidWhoHeIsSeesTheLoginAndNothingElse() throws Exception {
    HttpResponse<String> page = send(request("/ui/shop").header("Accept", "text/html"));
    assertThat(page.statusCode()).isEqualTo(303);
    assertThat(page.headers().firstValue("Location").orElse("")).endsWith("/login");
    assertThat(send(request("/ui/shop/live")).statusCode()).isEqualTo(401);
    assertThat(send(request("/login")).body()).contains("name=\"token\"").doesNotContain("shop");
  }

  @Test
  void theListAndOneMigrationAreShown() throws Exception {
    assertThat(send(allowed("/")).body()).contains("href=\"/ui/shop\"", "Paused");
    assertThat(send(allowed("/ui/shop")).body())
        .contains("Paused by a@b", "data-ask=\"abort\"", "two\nlines", "3 routers")
        .doesNotContain("data-ask=\"cutover\"");
    assertThat(send(allowed("/ui/shop/events?before=2")).body())
        .contains("the migration began")
        .doesNotContain("two\nlines");
    assertThat(send(allowed("/ui/shop/plan")).body()).contains("not carried: a view", "GRANT");
  }

  @Test
  void whatIsNotThereIsAPageToo() throws Exception {
    HttpResponse<String> answer = send(allowed("/ui/nobody"));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("<h1", "MIGRATION_UNKNOWN");
  }

  @Test
  void filesAreKeptByBrowsersAndChangeTheirNameWithTheRelease() throws Exception {
    HttpResponse<String> css = send(request("/assets/dashboard.css"));
    assertThat(css.headers().firstValue("Content-Type").orElse("")).startsWith("text/css");
    assertThat(css.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    assertThat(send(request("/assets/secret")).statusCode()).isEqualTo(404);
    assertThat(send(allowed("/")).body())
        .containsPattern("/assets/dashboard.css\\?v=[0-9a-f]{12}\"");
  }

  @Test
  void anOpenPageIsSentItsPartsItsNumbersAndTheEventsThatItLacks() throws Exception {
    HttpResponse<InputStream> answer =
        http.send(
            allowed("/ui/shop/live")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", "1")
                .build(),
            BodyHandlers.ofInputStream());
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.equals("event: sample")) {
        said.append(line).append('\n');
        line = lines.readLine();
      }
      assertThat(line).as("after %s", said).isNotNull();
    }
    assertThat(said)
        .contains("event: history", "hx-target=\"#now\"", "hx-target=\"#verbs\"", "id: 2")
        .contains("hx-target=\"#rows\" hx-swap=\"afterbegin\"", "data-number=\"2\"")
        .doesNotContain("data-number=\"1\"");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder allowed(String path) {
    return request(path).header("Authorization", "Bearer " + ACCESS.people().reveal());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.address() + path));
  }
}
