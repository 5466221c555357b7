package io.crossfade.connector;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.ServiceLoader;

/** The connectors on the class path. */
public final class Connectors {
  private Connectors() {}

  /** Opens a database with the connector that understands its URL. */
  public static Database open(Endpoint endpoint) {
    for (Connector connector : ServiceLoader.load(Connector.class)) {
      if (connector.accepts(endpoint.url())) {
        return connector.open(endpoint);
      }
    }
    throw new CrossfadeException(
        ErrorCode.MANIFEST_INVALID,
        "no connector understands the URL "
            + endpoint.url()
            + "; it should begin with jdbc:postgresql:");
  }
}
