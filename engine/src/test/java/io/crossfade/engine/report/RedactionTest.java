package io.crossfade.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.MigrationEvent;
import io.crossfade.model.Key;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final TableName ORDERS = new TableName("public", "orders");
  private final Redaction redaction = new Redaction(List.of(new Secret("hunter2")));

  @Test
  void aKeyBecomesANumberThatIsTheSameEverywhereAndOnlyHere() {
    var differs =
        (MigrationEvent.RowDiffers)
            redaction.of(
                new MigrationEvent.RowDiffers(
                    ORDERS,
                    Key.of("anna@example.org"),
                    RowDifference.Kind.MISSING,
                    Side.TARGET,
                    List.of()));
    var repaired =
        (MigrationEvent.RowRepaired)
            redaction.of(
                new MigrationEvent.RowRepaired(
                    ORDERS, Key.of("anna@example.org"), RowDifference.Kind.MISSING));
    assertThat(differs.key().toString()).matches("#[0-9a-f]{12}");
    assertThat(repaired.key()).isEqualTo(differs.key());
    assertThat(redaction.of(Key.of("other"))).isNotEqualTo(differs.key());
    assertThat(new Redaction(List.of()).of(Key.of("anna@example.org"))).isNotEqualTo(differs.key());
    assertThat(redaction.text(differs.text().replace(differs.key().toString(), "anna\nb is x")))
        .startsWith("drift: public.orders key #")
        .doesNotContain("anna", "is x")
        .endsWith(" is MISSING on the target");
  }

  @Test
  void whatWasNotedInAnOlderFormIsHiddenAsAWhole() {
    assertThat(redaction.text("drift: whatever anna")).isEqualTo("drift: ***");
  }

  @Test
  void aRowThatHasNoValueIsNotNamed() {
    assertThat(
            redaction.text(
                "the row of public.orders with email=anna@example.org has no value for column x: no"))
        .matches("the row of public.orders with #[0-9a-f]{12} has no value for column x: no");
  }

  @Test
  void aServersWordsAreLeftOut() {
    assertThat(
            redaction.text(
                "could not write on jdbc:postgresql://db/shop: ERROR: customer anna\n  Detail: anna"))
        .isEqualTo(
            "could not write on jdbc:postgresql://db/shop: (the server's own words are left out)");
  }

  @Test
  void secretsAreHiddenWhereverTheyStand() {
    assertThat(redaction.text("a hunter2 b")).isEqualTo("a *** b");
    assertThat(redaction.secretless("url: \"jdbc:postgresql://db/shop?password=x&ssl=true\""))
        .isEqualTo("url: \"jdbc:postgresql://db/shop?***\"");
  }
}
