package io.crossfade.connector;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A kind of database. Found by {@link java.util.ServiceLoader}, so that a task can open its
 * databases wherever it runs. Whoever implements it passes the contract suite on a real server.
 */
public interface Connector {
  /** Whether this connector understands the endpoint's URL. */
  boolean accepts(String url);

  /**
   * What a person has typed, as {@link #accepts} wants it; empty where it is none of ours.
   * MANIFEST_INVALID where it holds a password, which then stands in no message.
   */
  Optional<Address> address(String typed);

  /**
   * Opens a pool-like handle; connections are made when first needed.
   *
   * @param spill the directory on this machine for what does not fit into memory; made when needed
   */
  Database open(Endpoint endpoint, Path spill);
}
