package io.crossfade.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.crossfade.cli.process.Serving;
import io.crossfade.server.configuration.ServerConfiguration;
import io.crossfade.server.oidc.TestProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Somebody logs in at a provider, in a browser that keeps the rules of cookies and policies.
@Timeout(120)
class ProviderLoginIT {
  private static final String CONFIGURATION =
      """
      secrets: {environment: []}
      oidc:
        issuer: %s
        audience: crossfade
        name: name
        claim: groups
        operator: [dba]
        login: {secret: {file: client}}
      """;

  @TempDir Path directory;

  private TestProvider provider;
  private Serving server;
  private String address;
  private Chromium chromium;
  private Page page;
  private final List<String> complaints = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    provider = new TestProvider();
    Path file = directory.resolve("server.yaml");
    Files.writeString(file, CONFIGURATION.formatted(provider.issuer()));
    Files.writeString(directory.resolve("client"), TestProvider.SECRET);
    server = Serving.start(directory.resolve("state"), ServerConfiguration.read(file).on(0));
    address = server.address().replace("127.0.0.1", "localhost"); // another site than the provider
    provider.register(address + "/login/callback");
    chromium = Chromium.start();
    BrowserContext screen = chromium.screen(Screen.DESK);
    page = screen.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") && message.location().startsWith(address)) {
        complaints.add(message.text());
      }
    });
  }

  @AfterEach
  void close() {
    chromium.close();
    server.close();
    provider.close();
  }

  @Test
  void whoLogsInThereIsInHere() {
    page.navigate(address + "/");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in at")).click();
    page.getByRole(AriaRole.BUTTON).click();
    page.waitForURL(address + "/");
    assertThat(page.locator(".who")).containsText("ann");
    page.reload();
    assertThat(page.locator(".who")).containsText("ann");
    page.locator(".who button").click();
    assertThat(page.locator("a.provider")).containsText(provider.issuer().toString());
    assertThat(complaints).isEmpty();
  }

  @Test
  void anAnswerThatWasNotAskedForIsRefusedAndSaysWhy() {
    provider.answering(state -> state.replaceFirst("^.", "!"));
    page.navigate(address + "/login");
    page.locator("a.provider").click();
    page.getByRole(AriaRole.BUTTON).click();
    assertThat(page.locator(".refusal")).containsText("Begin again");
    page.navigate(address + "/");
    assertThat(page.locator("#token")).isVisible();

    provider.answering(state -> state);
    provider.telling(claims -> claims.claim("nonce", "another"));
    page.locator("a.provider").click();
    page.getByRole(AriaRole.BUTTON).click();
    assertThat(page.locator(".refusal")).containsText("did not confirm");
  }
}
