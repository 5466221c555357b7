package io.crossfade.demo.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.demo.shop.Size;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DumpComparisonIT {
  private static String source = "";
  private static String target = "";

  @BeforeAll
  static void shops() throws SQLException {
    source = Shops.source();
    target = Shops.target();
  }

  @Test
  void twoShopsWithTheSameContentAreEqualThroughTheMapping() throws SQLException {
    DumpVerdict verdict = new DumpComparison(source, target).compare();
    assertThat(verdict.differences()).isEmpty();
    assertThat(verdict.rows()).isEqualTo(Size.SMALL.total());
  }

  @Test
  void everyRowThatDiffersIsNamed() throws SQLException {
    String spoilt = Shops.copyOf(target);
    Shops.execute(
        spoilt,
        "DELETE FROM order_lines WHERE order_id = 5 AND line_no = 2",
        "UPDATE products SET name = 'other' WHERE id = 7",
        "UPDATE shop.clients SET full_name = 'Somebody Else' WHERE id = 1",
        "UPDATE shop.clients SET created_at = created_at + interval '1 microsecond' WHERE id = 9",
        "INSERT INTO codes VALUES ('Ärger', 1, 1, NULL)");

    DumpVerdict verdict = new DumpComparison(source, spoilt).compare();

    assertThat(verdict.differences())
        .satisfiesExactlyInAnyOrder(
            d -> assertThat(d).startsWith("order_lines [5\t2]").endsWith("|  -"),
            d -> assertThat(d).startsWith("products [7]").contains("other"),
            d -> assertThat(d).startsWith("customers -> shop.clients [1]"),
            d -> assertThat(d).startsWith("customers -> shop.clients [9]"),
            d -> assertThat(d).startsWith("codes [Ärger]: -  |"));
  }

  @Test
  void whatSabotageChangesIsFound() throws SQLException {
    String spoilt = Shops.copyOf(target);
    Sabotage.CHANGE.inject(spoilt, "shop");
    assertThat(new DumpComparison(source, spoilt).compare().differences()).hasSize(1);
  }

  /// As for tables of which nobody knows anything: the table is named, not the row.
  @Test
  void oneValueOfAWholeTableIsEnough() throws SQLException {
    assertThat(new WholeTables(target, Shops.copyOf(target)).compare())
        .isEqualTo(new DumpVerdict(Size.SMALL.total(), List.of()));
    String spoilt = Shops.copyOf(target);
    Shops.execute(
        spoilt,
        "UPDATE shop.clients SET created_at = created_at + interval '1 microsecond' WHERE id = 9",
        "INSERT INTO codes VALUES ('other', 1, 1, NULL)");

    DumpVerdict verdict = new WholeTables(target, spoilt).compare();

    assertThat(verdict.differences())
        .satisfiesExactlyInAnyOrder(
            d -> assertThat(d).startsWith("codes:"),
            d -> assertThat(d).startsWith("shop.clients:"));
  }
}
