package io.crossfade.mysql.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrantsTest {
  private static Grants grants(String... lines) {
    return Grants.of(List.of(lines));
  }

  @Test
  void rightsOfTheServerCountEverywhere() {
    Grants all = grants("GRANT ALL PRIVILEGES ON *.* TO `ann`@`%` WITH GRANT OPTION");
    assertThat(all.has("PROCESS")).isTrue();
    assertThat(all.hasOn("shop", "item", "SELECT")).isTrue();
    Grants some =
        grants("GRANT PROCESS, REPLICATION SLAVE ON *.* TO `ann`@`%` IDENTIFIED BY PASSWORD '*12'");
    assertThat(some.has("SUPER", "REPLICATION SLAVE")).isTrue();
    assertThat(some.has("SUPER")).isFalse();
    assertThat(some.hasIn("shop", "SELECT")).isFalse();
  }

  @Test
  void rightsInADatabaseArePatterns() {
    Grants grants =
        grants(
            "GRANT SELECT, INSERT ON `my_shop%`.* TO `a``b`@`%`",
            "GRANT UPDATE ON `my\\_shop`.* TO `a`@`%`");
    assertThat(grants.hasIn("my_shop", "SELECT")).isTrue();
    assertThat(grants.hasIn("myXshop2", "INSERT")).isTrue();
    assertThat(grants.hasIn("our_shop", "SELECT")).isFalse();
    assertThat(grants.hasIn("my_shop", "UPDATE")).isTrue();
    assertThat(grants.hasIn("myXshop", "UPDATE")).isFalse();
  }

  @Test
  void rightsOnATableOrSomeColumnsAreNoMoreThanThat() {
    Grants grants = grants("GRANT SELECT (`id`, `name`), UPDATE ON `shop`.`item` TO `ann`@`%`");
    assertThat(grants.hasOn("shop", "item", "UPDATE")).isTrue();
    assertThat(grants.hasOn("shop", "item", "SELECT")).isFalse();
    assertThat(grants.hasOn("shop", "other", "UPDATE")).isFalse();
    assertThat(grants.hasIn("shop", "UPDATE")).isFalse();
  }

  @Test
  void rolesAreNoticed() {
    assertThat(grants("GRANT `mover`@`%` TO `ann`@`%`").roles()).isTrue();
    assertThat(
            grants("GRANT USAGE ON *.* TO `ann`@`%`", "GRANT PROXY ON ``@`` TO `root`@`localhost`")
                .roles())
        .isFalse();
  }
}
