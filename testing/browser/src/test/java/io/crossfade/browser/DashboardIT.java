package io.crossfade.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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

  private static final String HOSTILE = "\"<img src=x onerror=alert(1)>\"";

  private static final String PAINTED =
      "performance.getEntriesByName('first-contentful-paint')[0]?.startTime";

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
    open(Screen.DESK);
  }

  private void open(Screen kind) {
    screen = chromium.screen(kind);
    page = screen.newPage();
    page.setDefaultTimeout(PATIENCE);
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
    orders("orders", 500);
    shop.begin("shop", 100, 0);
    page.navigate(shop.address() + "/");
    page.locator("#token").fill("made up");
    page.getByRole(AriaRole.BUTTON).click();
    assertThat(page.locator(".refusal")).containsText("opens nothing");
    shop.logIn(page);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("shop")).click();
    says("Ready for the cutover");
    assertThat(page.locator("#link")).hasText("Live");
    trafficIsToldUntilItIsSeen();
    assertThat(page.locator("output[data-id=failed]")).hasText("1.00 %");
    assertThat(page.locator("output[data-id=source_millis]")).containsText("ms");
    assertThat(page.locator("output[data-id=target_millis]")).containsText("ms");
    assertThat(page.locator(".chart canvas")).hasCount(6);

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

  @Test
  void driftIsShownByRowAndColumnWhateverTheyAreCalledAndWhatIsRefusedSaysWhy() throws Exception {
    orders(HOSTILE, 50);
    shop.begin("drifting", 100, 0);
    shop.logIn(page);
    page.navigate(shop.address() + "/ui/drifting");
    says("Ready for the cutover");
    shop.sql(
        true,
        "SET crossfade.pass = 'drifting'",
        "UPDATE " + HOSTILE + " SET note = 'x' WHERE id = 7");
    press("Verify");
    assertThat(page.locator("#drift table").first()).containsText("<img src=x onerror=alert(1)>");
    assertThat(page.locator("#drift table.differing")).containsText("7");
    assertThat(page.locator("#drift table.differing")).containsText("note");
    assertThat(page.locator("img")).hasCount(0);

    press("Cutover");
    assertThat(page.locator("#answer-text"))
        .containsText("Cutover was refused (GATE_REFUSED)", patience());
    assertThat(page.locator("#answer-text")).containsText("differ");
    assertThat(page.locator(".track.source .chip.leads")).isVisible();

    press("Verify and repair");
    assertThat(page.locator("#drift")).hasAttribute("data-drift", "none");
    says("Ready for the cutover");
    page.locator("#drift a").click();
    assertThat(page.locator("table.differing")).containsText("differs on the target");
    assertThat(complaints).allMatch(complaint -> complaint.contains("409"));
  }

  @Test
  void aPageThatIsCutSaysSoAndGoesOnByItself() throws Exception {
    orders("orders", 50);
    shop.begin("cut", 100, 0);
    shop.logIn(page);
    page.navigate(shop.address() + "/ui/cut");
    says("Ready for the cutover");
    assertThat(firstPaintMillis()).isLessThan(1_000);
    assertThat(page.locator("#link")).hasText("Live");
    String newest = page.locator("#rows tr").first().getAttribute("data-number");

    shop.stop();
    assertThat(page.locator("#link")).hasText("Disconnected", soon());
    assertThat(page.locator("#cut")).containsText("What you see is as of");
    assertThat(page.locator("body")).hasClass("stale");
    shop.startAgain();
    assertThat(page.locator("#link")).hasText("Live", soon());
    assertThat(page.locator("#cut")).isHidden();
    says("Ready for the cutover");

    // a process has begun since, and none of its events is missing or twice
    assertThat(page.locator("#rows")).containsText("(lease 2)");
    List<Integer> numbers = numbers();
    assertThat(numbers).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
    assertThat(numbers.getFirst()).isGreaterThan(Integer.parseInt(newest));
    assertThat(numbers.getFirst() - numbers.getLast()).isEqualTo(numbers.size() - 1);
  }

  @Test
  void itWorksByTheKeyboardOnAPhoneAtNight() throws Exception {
    screen.close();
    open(Screen.PHONE_AT_NIGHT);
    orders("orders", 50);
    shop.begin("phone", 100, 0);
    shop.logIn(page);
    page.navigate(shop.address() + "/ui/phone");
    says("Ready for the cutover");
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= 360")).isTrue();

    page.locator("button[data-label='Pause']").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#ask")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("#ask")).isHidden();
    assertThat(page.locator("button[data-label='Pause']")).isFocused();
    page.keyboard().press("Enter");
    page.locator("#ask-reason").fill("it is late");
    page.locator("#ask-yes").focus();
    page.keyboard().press("Enter");
    says("Paused");
    assertThat(page.locator("#now .why")).containsText("it is late");
    press("Resume");
    says("Ready for the cutover");
    assertThat(complaints).isEmpty();
  }

  /// What was told before the engine looked is of another time.
  private void trafficIsToldUntilItIsSeen() {
    Locator millis = page.locator("output[data-id=transaction_millis]");
    long told = 1;
    while (!millis.textContent().equals("5.0 ms")) {
      shop.tellTraffic("shop", 1000 * told, 10 * told, 5000 * told);
      told++;
    }
  }

  /// The quickest of some: on a machine that does other things too, one says little.
  private double firstPaintMillis() {
    double quickest = Double.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      page.reload();
      // asked from outside: the page itself may evaluate no text
      page.waitForCondition(() -> page.evaluate(PAINTED) != null);
      quickest = Math.min(quickest, ((Number) page.evaluate(PAINTED)).doubleValue());
    }
    return quickest;
  }

  private List<Integer> numbers() {
    return page.locator("#rows tr").all().stream()
        .map(row -> Integer.parseInt(row.getAttribute("data-number")))
        .toList();
  }

  private void orders(String table, int rows) throws Exception {
    shop.sql(
        false,
        "CREATE TABLE " + table + " (id bigint PRIMARY KEY, note text)",
        "INSERT INTO %s SELECT n, 'note' || n FROM generate_series(1, %d) n".formatted(table, rows),
        "ANALYZE");
  }

  private void says(String headline) {
    assertThat(page.locator("#now-title")).containsText(headline, patience());
  }

  private static LocatorAssertions.ContainsTextOptions patience() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.HasTextOptions soon() {
    return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
  }

  private void ask(String verb) {
    Locator dialog = page.locator("#ask");
    // what is pressed while the page changes below the pointer is pressed again
    while (!dialog.isVisible()) {
      page.locator("button[data-label='" + verb + "']").click();
    }
  }

  private void press(String verb) {
    ask(verb);
    page.locator("#ask-yes").click();
  }
}
