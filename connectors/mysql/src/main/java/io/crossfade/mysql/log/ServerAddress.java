package io.crossfade.mysql.log;

import com.github.shyiko.mysql.binlog.network.SSLMode;
import io.crossfade.connector.Endpoint;
import io.crossfade.model.Secret;
import java.sql.SQLException;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;

/** Where a server is, and as whom we speak with it: what the URL says, for who is no driver. */
record ServerAddress(String host, int port, String user, Secret password, SSLMode encryption) {
  static ServerAddress of(Endpoint endpoint) throws SQLException {
    Configuration url =
        Configuration.parse(endpoint.url().replaceFirst("^jdbc:mysql:", "jdbc:mariadb:"));
    HostAddress address = url.addresses().get(0);
    SSLMode mode =
        switch (url.sslMode()) {
          case DISABLE -> SSLMode.DISABLED;
          case TRUST -> SSLMode.REQUIRED;
          case VERIFY_CA -> SSLMode.VERIFY_CA;
          case VERIFY_FULL -> SSLMode.VERIFY_IDENTITY;
          case ALLOW -> SSLMode.PREFERRED;
        };
    return new ServerAddress(
        address.host, address.port, endpoint.user(), endpoint.password(), mode);
  }

  void encrypt(BinlogLink link) {
    link.setSSLMode(encryption);
  }
}
