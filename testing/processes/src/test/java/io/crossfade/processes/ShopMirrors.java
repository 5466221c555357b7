package io.crossfade.processes;

import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.ControlPlane;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.Router;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.DualWriterBuilder;
import io.crossfade.client.dual.jdbc.JdbcItems;
import io.crossfade.client.dual.jdbc.Outbox;
import io.crossfade.client.dual.jdbc.RowStore;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// An application that writes nothing itself, and brings over what was noted of the shop's tables.
final class ShopMirrors implements AutoCloseable {
  private final Router router;
  private final HikariDataSource source;
  private final HikariDataSource target;
  private final DualWriter writer;

  ShopMirrors(String migration, Path routes, TwoDatabases databases) {
    this.router = new Router(HttpRouteSource.open(ControlPlane.in(routes)));
    this.source = pool(databases.url(Side.SOURCE));
    this.target = pool(databases.url(Side.TARGET));
    JdbcItems items = new JdbcItems(migration);
    DualWriterBuilder builder = DualWriter.with(router);
    for (String table : List.of("customers", "orders")) {
      TableName name = new TableName("public", table);
      String store = name.toString();
      builder.store(
          store,
          new RowStore(items, Side.SOURCE, store, source, name),
          new RowStore(items, Side.TARGET, store, target, name));
    }
    this.writer =
        builder
            .outbox(new Outbox(items, source, target))
            .drainEvery(Duration.ofMillis(100))
            .start();
  }

  private static HikariDataSource pool(String url) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setUsername("postgres");
    pool.setMaximumPoolSize(8);
    return pool;
  }

  @Override
  public void close() {
    writer.close();
    router.close();
    source.close();
    target.close();
  }
}
