package io.crossfade.connector;

import java.nio.file.Path;

/**
 * A kind of database. Found by {@link java.util.ServiceLoader}, so that a task can open its
 * databases wherever it runs. Whoever implements it passes the contract suite on a real server.
 */
public interface Connector {
  /** Whether this connector understands the endpoint's URL. */
  boolean accepts(String url);

  /**
   * Opens a pool-like handle; connections are made when first needed.
   *
   * @param spill the directory on this machine for what does not fit into memory; made when needed
   */
  Database open(Endpoint endpoint, Path spill);
}
