package io.crossfade.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Drives and watches migrations as somebody with nothing but a browser.
@Timeout(180)
class DashboardIT {
  private static final double PATIENCE = 45_000;

  private static Chromium chromium;

  @TempDir Path directory;

  private final List<String> complaints = new ArrayList<>();
  private Shop shop;
  private BrowserContext screen;
  private Page page;

  @BeforeAll
  static void startBrowser() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void endBrowser() {
    chromium.close();
  }

  @BeforeEach
  void open() {
    shop = new Shop(directory);
    screen = chromium.screen(Screen.DESK, shop.token());
    page = screen.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
  }

  @AfterEach
  void close() {
    screen.close();
    shop.close();
  }

  @Test
  void aWholeMigrationIsDrivenFromThePage() throws Exception {
    orders(500);
    shop.begin("shop", 100, 0);
    page.navigate(shop.address() + "/");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("shop")).click();
    says("Ready for the cutover");
    assertThat(page.locator("#link")).hasText("Live");

    press("Cutover");
    says("The target is live");
    assertThat(page.locator(".track.target .chip.leads")).hasText("authoritative");
    shop.sql(true, "INSERT INTO orders VALUES (501, 'written on the target')");
    shop.awaitStatus("shop", "\"ready\":true");
    press("Rollback");
    says("Back on the source");
    assertThat(page.locator(".track.source .chip.leads")).hasText("authoritative");

    ask("Abort");
    assertThat(page.locator("#ask-yes")).isDisabled();
    page.locator("#ask-name").fill("shop");
    page.locator("#ask-yes").click();
    says("Given up");
    assertThat(complaints).isEmpty();
  }

  private void orders(int rows) throws Exception {
    shop.sql(
        false,
        "CREATE TABLE orders (id bigint PRIMARY KEY, note text)",
        "INSERT INTO orders SELECT n, 'note' || n FROM generate_series(1, " + rows + ") n",
        "ANALYZE");
  }

  private void says(String headline) {
    assertThat(page.locator("#now-title"))
        .containsText(headline, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
  }

  private void ask(String verb) {
    page.locator("button[data-label='" + verb + "']").click();
    assertThat(page.locator("#ask")).isVisible();
  }

  private void press(String verb) {
    ask(verb);
    page.locator("#ask-yes").click();
  }
}
