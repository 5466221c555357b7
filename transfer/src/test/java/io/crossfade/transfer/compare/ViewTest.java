package io.crossfade.transfer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.Equality;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewTest {
  /** A mapping writes no column that the database computes. */
  @Test
  void whatBothSidesComputeIsComparedToo() {
    Table from = table("goods", column("id", false), column("price", false), column("twice", true));
    Table to = table("wares", column("id", false), column("cost", false), column("twice", true));
    TableMapping mapping =
        new TableMapping(from, to, List.of(new Copied("id", "id"), new Copied("price", "cost")));

    assertThat(View.mapped(mapping).columns()).containsExactly("id", "cost", "twice");
    assertThat(View.written(mapping).columns()).containsExactly("id", "cost", "twice");
    assertThat(View.mapped(mapping).mapping().columns()).contains(new Copied("twice", "twice"));
  }

  @Test
  void whatTheManifestLeavesOutIsNot() {
    Table table = table("goods", column("id", false), column("twice", true));
    TableMapping mapping =
        new TableMapping(
            table, table, List.of(new Copied("id", "id")), Map.of("twice", Equality.NEVER));

    assertThat(View.mapped(mapping).columns()).containsExactly("id");
    assertThat(View.written(mapping).columns()).containsExactly("id");
  }

  @Test
  void whatOnlyOneSideComputesIsNot() {
    Table from = table("goods", column("id", false));
    Table to = table("wares", column("id", false), column("twice", true));
    TableMapping mapping = new TableMapping(from, to, List.of(new Copied("id", "id")));

    assertThat(View.mapped(mapping).columns()).containsExactly("id");
  }

  private static Table table(String name, Column... columns) {
    return new Table(
        new TableName("public", name), List.of(columns), List.of("id"), List.of(), List.of(), 0);
  }

  private static Column column(String name, boolean generated) {
    return new Column(name, "integer", true, null, false, generated);
  }
}
