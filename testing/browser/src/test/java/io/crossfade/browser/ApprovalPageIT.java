package io.crossfade.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two people, each before a screen of their own.
@Timeout(180)
class ApprovalPageIT {
  private static final double PATIENCE = 45_000;

  @TempDir Path directory;

  @Test
  void whatOneAsksForAnotherRefusesAndThenApproves() throws Exception {
    try (Shop shop = new Shop(directory);
        Chromium chromium = Chromium.start();
        BrowserContext desk = chromium.screen(Screen.DESK);
        BrowserContext phone = chromium.screen(Screen.PHONE)) {
      shop.sql(
          false,
          "CREATE TABLE orders (id bigint PRIMARY KEY)",
          "INSERT INTO orders SELECT generate_series(1, 50)");
      shop.begin("shop", "approvals: {cutover: {count: 1}}\n");
      Page dora = look(shop, desk, "dora", "operator&role=approver");
      Page anna = look(shop, phone, "anna", "approver");
      assertThat(dora.locator("#now-title")).containsText("Ready for the cutover", patience());
      assertThat(anna.locator("#approvals .chip")).hasText("not asked yet");

      press(anna, "Cutover", false);
      answers(anna, "needs the role operator");
      press(dora, "Cutover", true);
      answers(dora, "Cutover was refused (AWAITING_APPROVAL)");
      press(dora, "Approve cutover", true);
      answers(dora, "nobody approves what he asks for");

      assertThat(anna.locator("#now-title")).containsText("Waits for approval", patience());
      assertThat(anna.locator("#approvals")).containsText("dora has asked", patience());
      anna.locator("button[data-label='Refuse cutover']").click();
      anna.locator("#ask-reason").fill("not on a Friday");
      anna.locator("#ask-yes").click();
      assertThat(dora.locator("#approvals"))
          .containsText("anna has refused what dora asked for (not on a Friday)", patience());
      assertThat(dora.locator("button[data-label='Approve cutover']")).hasCount(0);

      press(dora, "Cutover", true);
      assertThat(anna.locator("#approvals .chip")).hasText("0 of 1", patiently());
      press(anna, "Approve cutover", true);
      assertThat(dora.locator("#approvals .chip")).hasText("approved", patiently());
      press(dora, "Cutover", true);
      assertThat(dora.locator("#now-title")).containsText("The target is live", patience());
      assertThat(anna.locator("#now-title")).containsText("The target is live", patience());
    }
  }

  private static Page look(Shop shop, BrowserContext screen, String name, String role) {
    Page page = screen.newPage();
    page.setDefaultTimeout(PATIENCE);
    shop.logIn(page, shop.account(name, role));
    page.navigate(shop.address() + "/ui/shop");
    return page;
  }

  private static void press(Page page, String verb, boolean mayPress) {
    page.locator("button[data-label='" + verb + "']").click();
    if (mayPress) {
      page.locator("#ask-yes").click();
    }
  }

  private static void answers(Page page, String text) {
    assertThat(page.locator("#answer-text")).containsText(text, patience());
  }

  private static LocatorAssertions.ContainsTextOptions patience() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.HasTextOptions patiently() {
    return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
  }
}
