package io.crossfade.postgresql;

import io.crossfade.connector.Address;
import io.crossfade.connector.Connector;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import java.nio.file.Path;
import java.util.Optional;

/** PostgreSQL 15 to 18. */
public final class PostgresConnector implements Connector {
  @Override
  public boolean accepts(String url) {
    return url.startsWith("jdbc:postgresql:");
  }

  @Override
  public Optional<Address> address(String typed) {
    return TypedUrl.read(typed);
  }

  @Override
  public Database open(Endpoint endpoint, Path spill) {
    return new PostgresDatabase(endpoint, spill);
  }
}
