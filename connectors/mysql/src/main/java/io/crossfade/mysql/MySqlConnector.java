package io.crossfade.mysql;

import io.crossfade.connector.Address;
import io.crossfade.connector.Connector;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import java.nio.file.Path;
import java.util.Optional;

/** MySQL 8, and MariaDB 10.11 to 11. */
public final class MySqlConnector implements Connector {
  @Override
  public boolean accepts(String url) {
    return url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:");
  }

  @Override
  public Optional<Address> address(String typed) {
    return TypedUrl.read(typed);
  }

  @Override
  public Database open(Endpoint endpoint, Path spill) {
    return new MySqlDatabase(
        new Endpoint(DriverUrl.of(endpoint.url()), endpoint.user(), endpoint.password()), spill);
  }
}
