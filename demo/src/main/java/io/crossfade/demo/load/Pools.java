package io.crossfade.demo.load;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.demo.vendor.Vendor;

/// Connection pools as the shop's application has them.
final class Pools {
  private static final long CONNECT_MILLIS = 10_000;
  private static final long AWAY_MILLIS = 500;

  private Pools() {}

  static HikariDataSource open(String url, int size, String name) {
    return new HikariDataSource(config(url, size, name));
  }

  /// Of a database that may be away: nobody waits for it long.
  static HikariDataSource mayBeAway(String url, int size, String name) {
    HikariConfig config = config(url, size, name);
    config.setConnectionTimeout(AWAY_MILLIS);
    return new HikariDataSource(config);
  }

  private static HikariConfig config(String url, int size, String name) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setPoolName(name);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(size);
    config.setConnectionTimeout(CONNECT_MILLIS);
    Vendor.of(url).poolSettings(name).forEach(config::addDataSourceProperty);
    config.setInitializationFailTimeout(CONNECT_MILLIS);
    return config;
  }
}
