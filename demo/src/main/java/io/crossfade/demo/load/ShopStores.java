package io.crossfade.demo.load;

import io.crossfade.client.dual.DualWriterBuilder;
import io.crossfade.client.dual.ItemStore;
import io.crossfade.client.dual.jdbc.JdbcItems;
import io.crossfade.client.dual.jdbc.RowStore;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The shop's tables as its application writes them on both sides. Only customers differ: they have
/// another name there, and other columns.
record ShopStores(JdbcItems items, DataSource source, DataSource target) {
  private static final String CUSTOMERS = "customers";
  private static final List<String> ALIKE =
      List.of(
          "addresses",
          "products",
          "stock",
          "orders",
          "order_lines",
          "events",
          "payments",
          "reviews",
          "codes",
          "carts");

  /// The name of a table's store, as the engine expects it.
  static String store(String table) {
    return "public." + table;
  }

  DualWriterBuilder into(DualWriterBuilder writer) {
    for (String table : ALIKE) {
      TableName name = new TableName("public", table);
      writer.store(store(table), rows(Side.SOURCE, table, name), rows(Side.TARGET, table, name));
    }
    return writer.store(
        store(CUSTOMERS),
        new Translated(
            rows(Side.SOURCE, CUSTOMERS, new TableName("public", CUSTOMERS)),
            ShopStores::withoutFax,
            customer -> customer),
        new Translated(
            rows(Side.TARGET, CUSTOMERS, new TableName("shop", "clients")),
            ShopStores::customer,
            ShopStores::client));
  }

  private ItemStore<Map<String, @Nullable String>> rows(Side side, String table, TableName name) {
    DataSource pool = side == Side.SOURCE ? source : target;
    return new RowStore(items, side, store(table), pool, name);
  }

  /// The new schema has none; who registers there gets the old one's default.
  private static Map<String, @Nullable String> withoutFax(Map<String, @Nullable String> row) {
    Map<String, @Nullable String> customer = new HashMap<>(row);
    customer.remove("fax");
    return customer;
  }

  private static Map<String, @Nullable String> customer(Map<String, @Nullable String> client) {
    Map<String, @Nullable String> customer = new HashMap<>(client);
    customer.remove("full_name");
    customer.put("points", customer.remove("loyalty_points"));
    customer.computeIfPresent("created_at", (_, at) -> at.replaceFirst("\\+00$", ""));
    return customer;
  }

  private static Map<String, @Nullable String> client(Map<String, @Nullable String> customer) {
    Map<String, @Nullable String> client = new HashMap<>(customer);
    client.put("loyalty_points", client.remove("points"));
    client.put("full_name", client.get("first_name") + " " + client.get("last_name"));
    return client;
  }
}
