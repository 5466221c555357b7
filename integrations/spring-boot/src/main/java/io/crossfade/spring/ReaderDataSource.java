package io.crossfade.spring;

import io.crossfade.client.CrossfadeDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Gives each connection the key of whoever asks for it. */
final class ReaderDataSource extends DelegatingDataSource {
  private final CrossfadeDataSource routed;
  private final ReaderKey reader;

  ReaderDataSource(CrossfadeDataSource routed, ReaderKey reader) {
    super(routed);
    this.routed = routed;
    this.reader = reader;
  }

  @Override
  public Connection getConnection() throws SQLException {
    String key = reader.current();
    return key == null ? routed.getConnection() : routed.withKey(key).getConnection();
  }
}
