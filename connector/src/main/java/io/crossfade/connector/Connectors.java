package io.crossfade.connector;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** The connectors on the class path. */
public final class Connectors {
  private Connectors() {}

  /** As the other, with this machine's directory for temporary files. */
  public static Database open(Endpoint endpoint) {
    return open(endpoint, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * What a person has typed, understood by one of the connectors. MANIFEST_INVALID where none does,
   * or where it holds a password: it stands in no message then.
   */
  public static Address address(String typed) {
    for (Connector connector : ServiceLoader.load(Connector.class)) {
      Optional<Address> address = connector.address(typed);
      if (address.isPresent()) {
        return address.get();
      }
    }
    throw new CrossfadeException(
        ErrorCode.MANIFEST_INVALID,
        "no connector understands one of the URLs; write it as postgresql://USER@HOST:PORT/DATABASE,"
            + " or begin it with mysql: or mariadb:");
  }

  /**
   * Opens a database with the connector that understands its URL.
   *
   * @param spill as {@link Connector#open} takes it
   */
  public static Database open(Endpoint endpoint, Path spill) {
    for (Connector connector : ServiceLoader.load(Connector.class)) {
      if (connector.accepts(endpoint.url())) {
        return connector.open(endpoint, spill);
      }
    }
    throw new CrossfadeException(
        ErrorCode.MANIFEST_INVALID,
        "no connector understands a URL that begins with "
            + beginning(endpoint.url())
            + "; it should begin with jdbc:postgresql:, jdbc:mysql: or jdbc:mariadb:");
  }

  /** What nobody understands may hold a password anywhere behind its first words. */
  private static String beginning(String url) {
    return url.replaceFirst("(?s)[/@?;=].*", "");
  }
}
