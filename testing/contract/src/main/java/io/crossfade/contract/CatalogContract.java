package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Index;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables are read, made, finished and dropped. */
public interface CatalogContract extends ContractScene {
  default List<Table> customers() {
    create(Side.SOURCE, "customer", "id", "id bigint numbered, email varchar(80)");
    at(Side.SOURCE, a -> a.createUniqueIndex("customer_email", "customer", "email"));
    target().workspace().take(LEASE);
    return List.of(table(Side.SOURCE, "customer"));
  }

  @Test
  default void aServerSaysWhatItIs() {
    assertThat(source().catalog().settings()).isNotEmpty();
  }

  @Test
  default void tableIsMadeBareAndThenFinished() {
    Table model = customers().get(0);
    assertThat(model.columnNames()).containsExactly("id", "email");
    assertThat(model.key()).containsExactly("id");
    assertThat(model.column("id").identity()).isTrue();
    assertThat(model.indexes())
        .containsExactly(Index.plain("customer_email", List.of("email"), true));

    target().catalog().create(LEASE, List.of(model));
    Table bare = table(Side.TARGET, "customer");
    assertThat(bare.columns()).isEqualTo(model.columns());
    assertThat(bare.key()).isEqualTo(model.key());
    assertThat(bare.indexes()).isEmpty();

    target().catalog().finish(LEASE, List.of(model));
    assertThat(table(Side.TARGET, "customer").indexes()).isEqualTo(model.indexes());
  }

  @Test
  default void indexThatRowsDoNotFulfilIsNamedAndNoValueIsShown() {
    List<Table> models = customers();
    target().catalog().create(LEASE, models);
    insert(Side.TARGET, "customer", "1", "bob@home");
    insert(Side.TARGET, "customer", "2", "bob@home");

    assertThatThrownBy(() -> target().catalog().finish(LEASE, models))
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("customer_email")
        .hasMessageNotContaining("bob@home");
  }

  @Test
  default void onlyOurOwnTablesAreDropped() {
    create(Side.SOURCE, "line", "orders, place", "place int, orders bigint");
    List<Table> models = List.of(customers().get(0), table(Side.SOURCE, "line"));
    create(Side.TARGET, "customer", "id", "id bigint, email varchar(80)");
    target().catalog().create(LEASE, models);

    target().catalog().drop(LEASE.migration());
    target().catalog().drop(LEASE.migration());

    assertThat(target().catalog().tables())
        .extracting(table -> table.name().name())
        .containsExactly("customer");
  }

  @Test
  default void countStopsAtTheLimit() {
    create(Side.SOURCE, "item", "id", ITEM);
    insertItems(Side.SOURCE, "1", "2", "3");

    assertThat(source().catalog().count(table(Side.SOURCE, "item"), 2)).isEqualTo(2);
    assertThat(source().catalog().count(table(Side.SOURCE, "item"), 9)).isEqualTo(3);
  }
}
