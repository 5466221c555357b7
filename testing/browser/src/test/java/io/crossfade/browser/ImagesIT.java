package io.crossfade.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Takes the pictures of docs/dashboard.md, of one migration from its copy to its end: `./crossfade
/// test images`.
@EnabledIfSystemProperty(named = ImagesIT.WHERE, matches = ".+")
class ImagesIT {
  static final String WHERE = "crossfade.images";

  private static final double PATIENCE = 90_000;

  @TempDir Path directory;

  private final Path images = Path.of(System.getProperty(WHERE, "")).toAbsolutePath();
  private volatile boolean over;
  private Chromium chromium;
  private Shop shop;
  private BrowserContext desk;
  private BrowserContext night;
  private BrowserContext phone;

  @BeforeEach
  void open() {
    chromium = Chromium.start();
    shop = new Shop(directory);
    desk = chromium.screen(Screen.DESK);
    night = chromium.screen(Screen.WALL_AT_NIGHT);
    phone = chromium.screen(Screen.PHONE);
  }

  @AfterEach
  void close() {
    over = true;
    chromium.close();
    shop.close();
  }

  @Test
  void oneMigration() throws Exception {
    tables();
    shop.begin("shop", 500, 2500);
    Page page = at(desk);
    Page dark = at(night);
    Page small = at(phone);
    shop.awaitStatus("shop", "\"BACKFILL\"");
    var _ = Thread.ofVirtual().start(this::traffic);
    says(page, "Copying rows");
    assertThat(page.locator("#heat li")).not().hasCount(0);
    page.waitForTimeout(9_000); // the charts need a past
    take(page, "copying");
    take(dark, "copying-dark");
    take(small, "copying-phone");

    shop.post("/migrations/shop/throttle?off=true", "");
    says(page, "Ready for the cutover");
    page.waitForTimeout(2_500);
    take(page, "ready");
    drift(page, dark, small);
    shop.post("/migrations/shop/verify?repair=true", "");
    assertThat(page.locator("#drift")).hasAttribute("data-drift", "none");
    says(page, "Ready for the cutover");
    page.locator("button[data-ask='cutover']").click();
    page.waitForTimeout(400);
    page.screenshot(new Page.ScreenshotOptions().setPath(images.resolve("dashboard-ask.png")));
    page.locator("#ask-yes").click();
    says(page, "The target is live");
    says(small, "The target is live");
    shop.awaitStatus("shop", "\"ready\":true");
    page.locator("#answer-close").click();
    page.waitForTimeout(4_000);
    take(page, "cut-over");
    take(dark, "cut-over-dark");
    take(small, "cut-over-phone");

    shop.stop();
    assertThat(page.locator("#link"))
        .hasText("Disconnected", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
    page.waitForTimeout(500);
    take(page, "disconnected");
    shop.startAgain();
    says(page, "The target is live");
    shop.awaitStatus("shop", "\"ready\":true");
    shop.post("/migrations/shop/cleanup", "");
    says(page, "Done");
    page.waitForTimeout(1_500);
    take(page, "ended");
  }

  private void drift(Page page, Page dark, Page small) throws Exception {
    shop.sql(
        true,
        "SET crossfade.pass = 'shop'",
        "UPDATE customers SET name = 'somebody else' WHERE id IN (7, 8, 9)",
        "DELETE FROM orders WHERE id = 17");
    shop.post("/migrations/shop/verify", "");
    assertThat(page.locator("#drift")).hasAttribute("data-drift", "some");
    page.waitForTimeout(1_500);
    take(page, "drift");
    take(dark, "drift-dark");
    take(small, "drift-phone");
    page.locator("button[data-ask='cutover']").click();
    page.locator("#ask-yes").click();
    assertThat(page.locator("#answer-text")).containsText("refused", patience());
    page.screenshot(new Page.ScreenshotOptions().setPath(images.resolve("dashboard-refused.png")));
    page.locator("#answer-close").click();
  }

  /// An application that goes on.
  private void traffic() {
    long ended = 0;
    long millis = 0;
    for (long at = 0; !over; at++) {
      ended += 140 + at % 23;
      millis += (140 + at % 23) * (3 + at % 3);
      try {
        shop.tellTraffic("shop", ended, ended / 5000, millis);
        Thread.sleep(500);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IllegalStateException e) {
        // the server is stopped for a picture
      }
    }
  }

  private Page at(BrowserContext screen) {
    Page page = screen.newPage();
    shop.logIn(page);
    page.navigate(shop.address() + "/ui/shop");
    return page;
  }

  private void tables() throws Exception {
    for (String table : new String[] {"customers", "orders", "order_items", "payments"}) {
      shop.sql(
          false,
          "CREATE TABLE " + table + " (id bigint PRIMARY KEY, name text, at timestamptz)",
          "INSERT INTO %s SELECT n, 'name ' || n, now() FROM generate_series(1, %d) n"
              .formatted(table, 4_000 + 3_000 * (table.length() % 5)));
    }
    shop.sql(false, "ANALYZE");
  }

  private static void says(Page page, String headline) {
    assertThat(page.locator("#now-title")).containsText(headline, patience());
  }

  private static LocatorAssertions.ContainsTextOptions patience() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
  }

  private void take(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(page.viewportSize().width > Screen.PHONE.width())
            .setPath(images.resolve("dashboard-" + name + ".png")));
  }
}
