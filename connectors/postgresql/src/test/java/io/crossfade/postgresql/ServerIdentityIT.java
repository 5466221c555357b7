package io.crossfade.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Identity;
import io.crossfade.postgresql.session.Sessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class ServerIdentityIT {
  private final Sessions sessions = new Sessions(TestServer.newDatabase(18));

  @Test
  void readsTheIdentityThatIdentifySystemTells() throws SQLException {
    Identity identity = ServerIdentity.read(sessions);
    try (Connection replication = sessions.replication("t").connection();
        Statement statement = replication.createStatement();
        ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
      assertThat(row.next()).isTrue();
      assertThat(identity.system()).isEqualTo(row.getString("systemid"));
      assertThat(identity.timeline()).isEqualTo(row.getLong("timeline"));
    }
    assertThat(identity.version()).startsWith("18.");
  }
}
