package io.crossfade.mysql.log;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.Secret;
import java.sql.SQLException;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;

/** Where a server is, and as whom we speak with it: what the URL says, for who is no driver. */
record ServerAddress(String host, int port, String user, Secret password, Encryption encryption) {
  static ServerAddress of(Endpoint endpoint) throws SQLException {
    Configuration url =
        Configuration.parse(endpoint.url().replaceFirst("^jdbc:mysql:", "jdbc:mariadb:"));
    HostAddress address = url.addresses().get(0);
    return new ServerAddress(
        address.host,
        address.port,
        endpoint.user(),
        endpoint.password(),
        new Encryption(url, address.host));
  }

  void encrypt(BinlogLink link) {
    encryption.apply(link);
  }
}
