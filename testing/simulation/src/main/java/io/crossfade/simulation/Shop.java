package io.crossfade.simulation;

import io.crossfade.model.Column;
import io.crossfade.model.Index;
import io.crossfade.model.Key;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;

/// The tables of the shop. All but `ticket` have a number, a long text and a place that only one
/// row may have.
final class Shop {
  static final String NUMBER = "n";
  static final String NOTE = "note";
  static final String PLACE = "place";
  static final String STAMP = "stamp";

  static final Table ITEM = keyed("item", column("id", "bigint"));
  static final Table SLOT = keyed("slot", column("code", "character varying(20)"));
  static final Table LINE =
      keyed("line", column("order_id", "bigint"), column("position", "bigint"));

  /// Is emptied as a whole now and then; it belongs to one client.
  static final Table BASKET = keyed("basket", column("id", "bigint"));

  /// Is numbered by the database.
  static final Table TICKET =
      new Table(
          new TableName("public", "ticket"),
          List.of(new Column("id", "bigint", false, null, true, false), column(STAMP, "text")),
          List.of("id"),
          List.of(),
          List.of(),
          0);

  static final List<Table> TABLES = List.of(ITEM, SLOT, LINE, BASKET, TICKET);

  private Shop() {}

  /// A key that belongs to this client alone.
  static Key key(Table table, int client, int number) {
    return switch (table.name().name()) {
      case "slot" ->
          Key.of(
              "%c%d%s".formatted("aBcD".charAt(number % 4), number, client % 2 == 0 ? "é" : "z")
                  + client);
      case "line" -> Key.of("" + number / 3, "" + (number % 3 * 10 + client));
      default -> Key.of("" + (number * 10 + client));
    };
  }

  private static Table keyed(String name, Column... key) {
    List<Column> columns = new ArrayList<>(List.of(key));
    columns.add(column(NUMBER, "bigint"));
    columns.add(column(NOTE, "text"));
    columns.add(new Column(PLACE, "bigint", true, null, false, false));
    return new Table(
        new TableName("public", name),
        columns,
        List.of(key).stream().map(Column::name).toList(),
        List.of(Index.plain(name + "_place", List.of(PLACE), true)),
        List.of(),
        0);
  }

  private static Column column(String name, String type) {
    return new Column(name, type, false, null, false, false);
  }
}
